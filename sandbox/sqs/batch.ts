import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { refusal } from './errors.ts';

/** The id of a batch entry; its form is checked by `checkBatch`. */
export const entryId = z.string();

const mostEntries = 10;

/** Checks a batch as a whole. Throws AwsError, and then no entry was done. */
export function checkBatch(entries: readonly { readonly Id: string }[], entryName: string): void {
  const ids = entries.map(({ Id }) => Id);
  if (ids.length === 0) {
    throw refusal('EmptyBatchRequest', `There should be at least one ${entryName} in the request.`);
  }
  if (ids.length > mostEntries) {
    const message = `Maximum number of entries per request are 10. You have sent ${ids.length}.`;
    throw refusal('TooManyEntriesInBatchRequest', message);
  }
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    const message =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw refusal('InvalidBatchEntryId', message);
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw refusal('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

/**
 * Does every entry; a refusal becomes that entry's failure. `work` must refuse before it writes. An empty list is left
 * out of the answer, as by SQS.
 */
export function eachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  work: (entry: Entry) => object | void,
): { readonly Successful?: readonly object[] | undefined; readonly Failed?: readonly object[] | undefined } {
  const successful: object[] = [];
  const failed: object[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry.Id, ...work(entry) });
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      const { queryCode: Code, message: Message, status } = thrown;
      failed.push({ Id: entry.Id, Code, Message, SenderFault: status < 500 });
    }
  }
  return {
    Successful: successful.length === 0 ? undefined : successful,
    Failed: failed.length === 0 ? undefined : failed,
  };
}
