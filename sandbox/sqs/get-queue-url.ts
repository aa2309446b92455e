import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { arn } from '../kernel/place.ts';
import { queueDoesNotExist } from './errors.ts';
import { sqsInput } from './input.ts';
import { queueUrlOf } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({ QueueName: z.string() });

/** GetQueueUrl, of this account's queues. */
export function getQueueUrl({ ground, queues }: SqsRoom): Operation {
  return operation({
    name: 'GetQueueUrl',
    kind: 'read',
    parse,
    permissions: ({ QueueName }, place) => [
      { action: 'sqs:GetQueueUrl', resource: arn(place, 'sqs', QueueName) },
    ],
    run: ({ QueueName }) => {
      if (queues.find(QueueName) === undefined) throw queueDoesNotExist();
      return { QueueUrl: queueUrlOf(ground, QueueName) };
    },
  });
}
