import * as z from 'zod';
import { checkBatch, eachEntry, entryId } from './batch.ts';
import { queueOperation } from './queue-operation.ts';

export const deleteMessage = queueOperation({
  name: 'DeleteMessage',
  kind: 'write',
  members: { ReceiptHandle: z.string() },
  run: ({ messages }, { queue, input: { ReceiptHandle } }) => {
    messages.remove(queue, ReceiptHandle);
  },
});

export const deleteMessageBatch = queueOperation({
  name: 'DeleteMessageBatch',
  kind: 'write',
  action: 'DeleteMessage',
  members: { Entries: z.array(z.strictObject({ Id: entryId, ReceiptHandle: z.string() })) },
  run: ({ messages }, { queue, input: { Entries } }) => {
    checkBatch(Entries, 'DeleteMessageBatchRequestEntry');
    return eachEntry(Entries, ({ ReceiptHandle }) => {
      messages.remove(queue, ReceiptHandle);
    });
  },
});
