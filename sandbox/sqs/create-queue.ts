import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { fifoUnsupported, invalidParameter, queueDeletedRecently, queueNameExists } from './errors.ts';
import { sqsInput, textMap } from './input.ts';
import { changedAttributes, checkQueueAttributes, shownAttributes } from './queue-attributes.ts';
import { queueUrlOf } from './queue-url.ts';
import { checkRedriveTarget } from './redrive-target.ts';
import type { SqsRoom } from './room.ts';

const namePattern = /^[A-Za-z0-9_-]{1,80}$/;
const nameRestMs = 60_000;

const parse = sqsInput({
  QueueName: z.string(),
  Attributes: textMap.optional(),
  tags: textMap.optional(),
  // How the Query protocol spells it.
  Tags: textMap.optional(),
});

export function createQueue({ ground, queues }: SqsRoom): Operation {
  return operation({
    name: 'CreateQueue',
    kind: 'write',
    parse,
    permissions: ({ QueueName }, place) => [
      { action: 'sqs:CreateQueue', resource: arn(place, 'sqs', QueueName) },
    ],
    run: ({ QueueName: name, Attributes = {}, tags, Tags }) => {
      checkQueueName(name);
      checkQueueAttributes(Attributes);
      const attributes = changedAttributes({}, Attributes);
      const QueueUrl = queueUrlOf(ground, name);
      const existing = queues.find(name);
      if (existing !== undefined) {
        const shown = shownAttributes(existing.attributes);
        const different = Object.entries(attributes).find(([key, value]) => shown[key] !== value);
        if (different !== undefined) throw queueNameExists(different[0]);
        return { QueueUrl };
      }
      const deletedAt = queues.deletedAt(name);
      if (deletedAt !== undefined && ground.clock.now() < deletedAt + nameRestMs)
        throw queueDeletedRecently();
      checkRedriveTarget(queues, { sourceArn: arn(ground.place, 'sqs', name), attributes });
      queues.create({ name, attributes, tags: tags ?? Tags ?? {} });
      return { QueueUrl };
    },
  });
}

/** Throws AwsError for a name that SQS, or the sandbox, does not take. */
export function checkQueueName(name: string): void {
  if (name.endsWith('.fifo')) throw fifoUnsupported(name);
  if (!namePattern.test(name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
}
