import { ImpossibleStateError } from '../kernel/faults.ts';
import { type Money, subtract, zero } from '../kernel/money.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Timestamp } from '../kernel/clock.ts';
import type { DeclineCode, LedgerEntry } from './ledger-entry.ts';
import type { PaymentSummary } from './payment-summary.ts';

export type LedgerEntries = readonly LedgerEntry[];
type EntryOf<Kind extends LedgerEntry['kind']> = Extract<LedgerEntry, { kind: Kind }>;

/** The entry of a kind; a payment has at most one of each. */
export const entryOf = <Kind extends LedgerEntry['kind']>(
  entries: LedgerEntries,
  kind: Kind,
): EntryOf<Kind> | undefined => entries.find((entry): entry is EntryOf<Kind> => entry.kind === kind);

/** Captured minus refunded: the only way to know what was paid. */
export function netOf(entries: LedgerEntries, currency: Currency): Money {
  const charged = entryOf(entries, 'charge')?.amount ?? zero(currency);
  const refunded = entryOf(entries, 'refund')?.amount ?? zero(currency);
  return subtract(charged, refunded);
}

/**
 * The ledger with an entry added, or undefined when the rules refuse it: one entry of each kind, no charge after a
 * void, no refund without a charge or above it.
 */
export function withEntry(entries: LedgerEntries, entry: LedgerEntry): LedgerEntries | undefined {
  if (entryOf(entries, entry.kind) !== undefined) return undefined;
  if (entry.kind === 'charge' && entryOf(entries, 'void') !== undefined) return undefined;
  if (entry.kind === 'refund' && !isCoveredBy(entry.amount, entryOf(entries, 'charge')?.amount))
    return undefined;
  return [...entries, entry];
}

/** What the provider gave back, to be written into our ledger. */
export interface GivenBack {
  readonly captured?: Money;
  readonly refunded?: Money;
}

/**
 * Entries that bring our ledger to what the provider says after a refund or void, tombstone included; none if it is
 * there already. A capture that we never recorded (its answer was lost) is recorded now, so that the net derives.
 *
 * @throws ImpossibleStateError when the provider claims to have refunded more than it captured
 */
export function entriesToSettle(
  entries: LedgerEntries,
  given: GivenBack,
  at: Timestamp,
): readonly LedgerEntry[] {
  const wanted: LedgerEntry[] = [];
  if (given.captured !== undefined) wanted.push({ kind: 'charge', amount: given.captured, at });
  if (given.refunded !== undefined) wanted.push({ kind: 'refund', amount: given.refunded, at });
  wanted.push({ kind: 'void', at });
  const missing = wanted.filter((entry) => entryOf(entries, entry.kind) === undefined);
  missing.reduce(append, entries);
  return missing;
}

/** What the order says about its money, or undefined when none was ever asked for. */
export function summaryOf(entries: LedgerEntries, currency: Currency): PaymentSummary | undefined {
  const net = netOf(entries, currency);
  if (entryOf(entries, 'refund') !== undefined) return { status: 'REFUNDED', net };
  if (entryOf(entries, 'charge') !== undefined) return { status: 'CAPTURED', net };
  if (entryOf(entries, 'decline') !== undefined) return { status: 'DECLINED', net };
  if (entryOf(entries, 'void') !== undefined) return { status: 'VOIDED', net };
  return undefined;
}

export const declineOf = (entries: LedgerEntries): DeclineCode | undefined =>
  entryOf(entries, 'decline')?.code;

/** No money is held and none can arrive any more: a tombstone stands, or the provider declined for good. */
export function isSettledAtZero(entries: LedgerEntries, currency: Currency): boolean {
  const isClosed = entryOf(entries, 'void') !== undefined || entryOf(entries, 'decline') !== undefined;
  return isClosed && netOf(entries, currency).minor === 0;
}

function append(entries: LedgerEntries, entry: LedgerEntry): LedgerEntries {
  const next = withEntry(entries, entry);
  if (next === undefined) throw new ImpossibleStateError(`the ledger refuses a ${entry.kind} here`);
  return next;
}

const isCoveredBy = (refund: Money, charge: Money | undefined): boolean =>
  charge !== undefined && charge.currency === refund.currency && refund.minor <= charge.minor;
