import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { sqsInput, wireInteger } from './input.ts';
import { pageOf } from './paging.ts';
import { queueUrlOf } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({
  QueueNamePrefix: z.string().optional(),
  MaxResults: wireInteger.optional(),
  NextToken: z.string().optional(),
});

export function listQueues({ ground, queues }: SqsRoom): Operation {
  return operation({
    name: 'ListQueues',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'sqs:ListQueues', resource: '*' }],
    run: ({ QueueNamePrefix, MaxResults: limit, NextToken: token }) => {
      const { items, nextToken } = pageOf(queues.list(QueueNamePrefix), { limit, token });
      return {
        ...(items.length === 0 ? {} : { QueueUrls: items.map(({ name }) => queueUrlOf(ground, name)) }),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
  });
}
