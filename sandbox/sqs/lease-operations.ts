import * as z from 'zod';
import { checkBatch, eachEntry } from './batch.ts';
import { invalidValue } from './errors.ts';
import { queueOperation } from './sqs-operation.ts';

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
  members: { Entries: z.array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() })) },
  run: ({ messages }, { queue, input: { Entries } }) => {
    checkBatch(Entries, 'DeleteMessageBatchRequestEntry');
    return eachEntry(Entries, ({ ReceiptHandle }) => {
      messages.remove(queue, ReceiptHandle);
    });
  },
});

const visibilityMembers = { ReceiptHandle: z.string(), VisibilityTimeout: z.int() };

export const changeMessageVisibility = queueOperation({
  name: 'ChangeMessageVisibility',
  kind: 'write',
  members: visibilityMembers,
  run: ({ messages }, { queue, input: { ReceiptHandle, VisibilityTimeout } }) => {
    messages.changeVisibility(queue, ReceiptHandle, visibilityTimeoutMs(VisibilityTimeout));
  },
});

export const changeMessageVisibilityBatch = queueOperation({
  name: 'ChangeMessageVisibilityBatch',
  kind: 'write',
  action: 'ChangeMessageVisibility',
  members: { Entries: z.array(z.strictObject({ Id: z.string(), ...visibilityMembers })) },
  run: ({ messages }, { queue, input: { Entries } }) => {
    checkBatch(Entries, 'ChangeMessageVisibilityBatchRequestEntry');
    return eachEntry(Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
      messages.changeVisibility(queue, ReceiptHandle, visibilityTimeoutMs(VisibilityTimeout));
    });
  },
});

/** A visibility timeout in milliseconds from AWS's seconds. Throws InvalidParameterValue outside 0 to 12 hours. */
export function visibilityTimeoutMs(seconds: number): number {
  if (seconds >= 0 && seconds <= 43_200) return seconds * 1_000;
  throw invalidValue('VisibilityTimeout', seconds, 'Must be between 0 and 43200, if provided.');
}
