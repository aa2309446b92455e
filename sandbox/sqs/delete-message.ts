import * as z from 'zod';
import { queueOperation } from './queue-operation.ts';

export const deleteMessage = queueOperation({
  name: 'DeleteMessage',
  kind: 'write',
  members: { ReceiptHandle: z.string() },
  run: ({ messages }, { queue, input: { ReceiptHandle } }) => {
    messages.remove(queue, ReceiptHandle);
  },
});
