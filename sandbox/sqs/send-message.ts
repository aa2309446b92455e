import * as z from 'zod';
import { checkBatch, eachEntry } from './batch.ts';
import { refusal } from './errors.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';
import type { OutgoingMessage } from './message.ts';
import { checkOutgoing, outgoingMembers, sizeOf } from './outgoing.ts';
import { queueOperation } from './sqs-operation.ts';

/** All messages of a batch together, in bytes. */
const largestBatch = 1_048_576;

export const sendMessage = queueOperation({
  name: 'SendMessage',
  kind: 'write',
  members: outgoingMembers,
  run: ({ messages }, { queue, input, call }) => {
    const message = checkOutgoing(input, queue, call);
    return sent(message, messages.insert(queue, message));
  },
});

export const sendMessageBatch = queueOperation({
  name: 'SendMessageBatch',
  kind: 'write',
  action: 'SendMessage',
  members: { Entries: z.array(z.strictObject({ Id: z.string(), ...outgoingMembers })) },
  run: ({ messages }, { queue, input: { Entries }, call }) => {
    checkBatch(Entries, 'SendMessageBatchRequestEntry');
    const sizes = Entries.map(({ MessageBody, MessageAttributes }) => sizeOf(MessageBody, MessageAttributes));
    const size = sizes.reduce((sum, one) => sum + one, 0);
    if (size > largestBatch) {
      const message = `Batch requests cannot be longer than ${largestBatch} bytes. You have sent ${size} bytes.`;
      throw refusal('BatchRequestTooLong', message);
    }
    return eachEntry(Entries, (entry) => {
      const message = checkOutgoing(entry, queue, call);
      return sent(message, messages.insert(queue, message));
    });
  },
});

function sent({ attributes, body }: OutgoingMessage, MessageId: string): Readonly<Record<string, unknown>> {
  const MD5OfMessageAttributes = attributes === undefined ? undefined : md5OfAttributes(attributes);
  return { MessageId, MD5OfMessageBody: md5OfBody(body), MD5OfMessageAttributes };
}
