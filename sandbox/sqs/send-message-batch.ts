import * as z from 'zod';
import { checkBatch, eachEntry, entryId } from './batch.ts';
import { batchTooLong } from './errors.ts';
import { checkOutgoing, outgoingMembers, sentAnswer, sizeOf } from './outgoing.ts';
import { queueOperation } from './queue-operation.ts';

/** All messages of a batch together, in bytes. */
const largestBatch = 1_048_576;

export const sendMessageBatch = queueOperation({
  name: 'SendMessageBatch',
  kind: 'write',
  action: 'SendMessage',
  members: { Entries: z.array(z.strictObject({ Id: entryId, ...outgoingMembers })) },
  run: ({ messages }, { queue, input: { Entries }, call }) => {
    checkBatch(Entries, 'SendMessageBatchRequestEntry');
    const size = Entries.reduce(
      (sum, { MessageBody: body, MessageAttributes: attributes }) => sum + sizeOf({ body, attributes }),
      0,
    );
    if (size > largestBatch) throw batchTooLong(largestBatch, size);
    return eachEntry(Entries, (entry) => {
      const message = checkOutgoing(entry, queue, call);
      return sentAnswer(message, messages.insert(queue, message));
    });
  },
});
