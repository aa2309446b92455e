import { AwsError } from './errors.ts';

/** Entries that a batch may have. */
const mostEntries = 10;

/** What a batch as a whole is refused for; no entry is done then. */
export type BatchFault =
  'EmptyBatchRequest' | 'TooManyEntriesInBatchRequest' | 'InvalidBatchEntryId' | 'BatchEntryIdsNotDistinct';

/** Checks the ids of a batch; `refuse` words the refusal, by the id that is at fault if it is one. */
export function checkBatchIds(
  entries: readonly { readonly Id: string }[],
  refuse: (fault: BatchFault, id: string) => AwsError,
): void {
  const ids = entries.map(({ Id }) => Id);
  if (ids.length === 0) throw refuse('EmptyBatchRequest', '');
  if (ids.length > mostEntries) throw refuse('TooManyEntriesInBatchRequest', '');
  const malformed = ids.find((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id));
  if (malformed !== undefined) throw refuse('InvalidBatchEntryId', malformed);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw refuse('BatchEntryIdsNotDistinct', repeated);
}

/** Does every entry; a refusal becomes that entry's failure. `work` must refuse before it writes. */
export function eachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  work: (entry: Entry) => object | void,
): { readonly Successful: readonly object[]; readonly Failed: readonly object[] } {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...work(entry) });
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      const { queryCode: Code, message: Message, status } = thrown;
      Failed.push({ Id: entry.Id, Code, Message, SenderFault: status < 500 });
    }
  }
  return { Successful, Failed };
}
