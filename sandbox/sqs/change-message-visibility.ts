import * as z from 'zod';
import { checkBatch, eachEntry, entryId } from './batch.ts';
import { invalidValue } from './errors.ts';
import { queueOperation } from './queue-operation.ts';

const members = { ReceiptHandle: z.string(), VisibilityTimeout: z.int() };

export const changeMessageVisibility = queueOperation({
  name: 'ChangeMessageVisibility',
  kind: 'write',
  members,
  run: ({ messages }, { queue, input: { ReceiptHandle, VisibilityTimeout } }) => {
    messages.changeVisibility(queue, ReceiptHandle, visibilityTimeoutMs(VisibilityTimeout));
  },
});

export const changeMessageVisibilityBatch = queueOperation({
  name: 'ChangeMessageVisibilityBatch',
  kind: 'write',
  action: 'ChangeMessageVisibility',
  members: { Entries: z.array(z.strictObject({ Id: entryId, ...members })) },
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
