import type { PaymentId } from '../kernel/ids.ts';
import type { LedgerEntry } from '../payments/ledger-entry.ts';

/** Our own append-only record of money moved. Amounts are only ever derived from it. */
export interface PaymentLedger {
  /** Consistent. */
  entries(paymentId: PaymentId): Promise<readonly LedgerEntry[]>;
  /**
   * Appends all entries or none. `conflict` when one of their kinds is already recorded, or when a charge would
   * follow a void: read again and decide again.
   */
  append(paymentId: PaymentId, entries: readonly LedgerEntry[]): Promise<'appended' | 'conflict'>;
}
