import * as z from 'zod';
import { queueOperation } from './queue-operation.ts';

export const untagQueue = queueOperation({
  name: 'UntagQueue',
  kind: 'write',
  members: { TagKeys: z.array(z.string()) },
  run: ({ queues }, { queue, input: { TagKeys } }) => {
    const kept = Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key));
    queues.setTags(queue, Object.fromEntries(kept));
  },
});
