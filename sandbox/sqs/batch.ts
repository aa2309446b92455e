import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { emptyBatch, idsNotDistinct, invalidBatchEntryId, tooManyEntries } from './errors.ts';

/** What a batch operation answers: an entry fails alone. An empty list is left out, as by SQS. */
export interface BatchAnswer {
  readonly Successful?: readonly Readonly<Record<string, unknown>>[];
  readonly Failed?: readonly BatchFailure[];
}

interface BatchFailure {
  readonly Id: string;
  readonly Code: string;
  readonly Message: string;
  readonly SenderFault: boolean;
}

const mostEntries = 10;
const idPattern = /^[A-Za-z0-9_-]{1,80}$/;

/** The id of a batch entry; its form is checked by `checkBatch`. */
export const entryId = z.string();

/** Checks a batch as a whole. Throws AwsError, and then no entry was done. */
export function checkBatch(entries: readonly { readonly Id: string }[], entryName: string): void {
  if (entries.length === 0) throw emptyBatch(entryName);
  if (entries.length > mostEntries) throw tooManyEntries(entries.length);
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!idPattern.test(Id)) throw invalidBatchEntryId();
    if (seen.has(Id)) throw idsNotDistinct(Id);
    seen.add(Id);
  }
}

/** Does every entry; a refusal becomes that entry's failure. `work` must refuse before it writes. */
export function eachEntry<Entry extends { readonly Id: string }>(
  entries: readonly Entry[],
  work: (entry: Entry) => Readonly<Record<string, unknown>> | undefined,
): BatchAnswer {
  const Successful: Readonly<Record<string, unknown>>[] = [];
  const Failed: BatchFailure[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...work(entry) });
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      const { queryCode: Code, message: Message, status } = thrown;
      Failed.push({ Id: entry.Id, Code, Message, SenderFault: status < 500 });
    }
  }
  return {
    ...(Successful.length === 0 ? {} : { Successful }),
    ...(Failed.length === 0 ? {} : { Failed }),
  };
}
