import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { fifoUnsupported, invalidParameter, refusal } from './errors.ts';
import { sqsInput, textMap } from './input.ts';
import { changedAttributes, checkQueueAttributes, shownAttributes } from './queue-attributes.ts';
import { queueUrlOf } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({ QueueName: z.string(), Attributes: textMap.default({}) });

/** CreateQueue: a queue of that name and those attributes may be there already. */
export function createQueue({ ground, queues }: SqsRoom): Operation {
  return operation({
    name: 'CreateQueue',
    kind: 'write',
    parse,
    permissions: ({ QueueName }, place) => [
      { action: 'sqs:CreateQueue', resource: arn(place, 'sqs', QueueName) },
    ],
    run: ({ QueueName: name, Attributes }) => {
      checkQueueName(name);
      checkQueueAttributes(Attributes);
      const attributes = changedAttributes({}, Attributes);
      const existing = queues.find(name);
      if (existing === undefined) {
        queues.checkRedrive(attributes, arn(ground.place, 'sqs', name));
        queues.put(name, attributes);
      } else {
        const shown = shownAttributes(existing.attributes);
        const different = Object.keys(attributes).find((key) => shown[key] !== attributes[key]);
        if (different !== undefined) throw nameExists(different);
      }
      return { QueueUrl: queueUrlOf(ground, name) };
    },
  });
}

/** Throws AwsError for a name that SQS, or the sandbox, does not take. */
export function checkQueueName(name: string): void {
  if (name.endsWith('.fifo')) throw fifoUnsupported(name);
  if (/^[A-Za-z0-9_-]{1,80}$/.test(name)) return;
  const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  throw invalidParameter(message);
}

function nameExists(attribute: string): Error {
  const message = `A queue already exists with the same name and a different value for attribute ${attribute}`;
  return refusal('QueueNameExists', message);
}
