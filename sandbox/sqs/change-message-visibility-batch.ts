import * as z from 'zod';
import { checkBatch, eachEntry, entryId } from './batch.ts';
import { wireInteger } from './input.ts';
import { queueOperation } from './queue-operation.ts';
import { visibilityTimeoutMs } from './visibility-timeout.ts';

const entry = z.strictObject({ Id: entryId, ReceiptHandle: z.string(), VisibilityTimeout: wireInteger });

export const changeMessageVisibilityBatch = queueOperation({
  name: 'ChangeMessageVisibilityBatch',
  kind: 'write',
  action: 'ChangeMessageVisibility',
  members: { Entries: z.array(entry) },
  run: ({ messages }, { queue, input: { Entries } }) => {
    checkBatch(Entries, 'ChangeMessageVisibilityBatchRequestEntry');
    return eachEntry(Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
      messages.changeVisibility(queue, ReceiptHandle, visibilityTimeoutMs(VisibilityTimeout));
      return undefined;
    });
  },
});
