import * as z from 'zod';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { sqsInput } from './input.ts';
import { queueUrlOf } from './queue-url.ts';
import type { SqsRoom } from './room.ts';

const parse = sqsInput({ QueueNamePrefix: z.string().default('') });

/** ListQueues: all on one page. */
export function listQueues({ ground, queues }: SqsRoom): Operation {
  return operation({
    name: 'ListQueues',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'sqs:ListQueues', resource: '*' }],
    run: ({ QueueNamePrefix }) => {
      const found = queues.list().filter(({ name }) => name.startsWith(QueueNamePrefix));
      return { QueueUrls: found.map(({ name }) => queueUrlOf(ground, name)) };
    },
  });
}
