import * as z from 'zod';
import { wireInteger } from './input.ts';
import { queueOperation } from './queue-operation.ts';
import { visibilityTimeoutMs } from './visibility-timeout.ts';

export const changeMessageVisibility = queueOperation({
  name: 'ChangeMessageVisibility',
  kind: 'write',
  members: { ReceiptHandle: z.string(), VisibilityTimeout: wireInteger },
  run: ({ messages }, { queue, input: { ReceiptHandle, VisibilityTimeout } }) => {
    messages.changeVisibility(queue, ReceiptHandle, visibilityTimeoutMs(VisibilityTimeout));
  },
});
