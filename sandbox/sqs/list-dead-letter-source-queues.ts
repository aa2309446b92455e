import * as z from 'zod';
import { wireInteger } from './input.ts';
import { pageOf } from './paging.ts';
import { queueOperation } from './queue-operation.ts';
import type { Queue, QueueStore } from './queue-store.ts';
import { queueUrlOf } from './queue-url.ts';

export const listDeadLetterSourceQueues = queueOperation({
  name: 'ListDeadLetterSourceQueues',
  kind: 'read',
  members: { MaxResults: wireInteger.optional(), NextToken: z.string().optional() },
  run: ({ ground, queues }, { queue, input: { MaxResults: limit, NextToken: token } }) => {
    const { items, nextToken } = pageOf(sourcesOf(queues, queue.arn), { limit, token });
    return {
      queueUrls: items.map(({ name }) => queueUrlOf(ground, name)),
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    };
  },
});

/** The queues whose redrive policy names `deadLetterArn`, in order of their names. */
export function sourcesOf(queues: QueueStore, deadLetterArn: string): readonly Queue[] {
  return queues.list().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === deadLetterArn);
}
