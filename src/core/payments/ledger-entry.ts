import type { Timestamp } from '../kernel/clock.ts';
import type { Money } from '../kernel/money.ts';

export const declineCodes = ['declined', 'insufficient_funds'] as const;
export type DeclineCode = (typeof declineCodes)[number];

/**
 * One line of the append-only payment ledger. A payment has at most one entry of each kind, so a repeated step
 * meets its own entry. `void` is the tombstone: no charge may follow it.
 */
export type LedgerEntry =
  | { readonly kind: 'charge'; readonly amount: Money; readonly at: Timestamp }
  | { readonly kind: 'decline'; readonly code: DeclineCode; readonly at: Timestamp }
  | { readonly kind: 'refund'; readonly amount: Money; readonly at: Timestamp }
  | { readonly kind: 'void'; readonly at: Timestamp };
