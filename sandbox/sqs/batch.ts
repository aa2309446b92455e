import { checkBatchIds, eachEntry as doEach } from '../kernel/batch.ts';
import { refusal } from './errors.ts';

/** Checks a batch as a whole. Throws AwsError, and then no entry was done. */
export function checkBatch(entries: readonly { readonly Id: string }[], entryName: string): void {
  checkBatchIds(entries, (fault, id) => {
    const sentences = {
      EmptyBatchRequest: `There should be at least one ${entryName} in the request.`,
      TooManyEntriesInBatchRequest: `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
      InvalidBatchEntryId:
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      BatchEntryIdsNotDistinct: `Id ${id} repeated.`,
    };
    return refusal(fault, sentences[fault]);
  });
}

/** Does every entry; an empty list is left out of the answer, as by SQS. */
export function eachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  work: (entry: Entry) => object | void,
): { readonly Successful?: readonly object[] | undefined; readonly Failed?: readonly object[] | undefined } {
  const { Successful, Failed } = doEach(entries, work);
  return {
    Successful: Successful.length === 0 ? undefined : Successful,
    Failed: Failed.length === 0 ? undefined : Failed,
  };
}
