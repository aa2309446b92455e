import type { Money } from '../kernel/money.ts';

export const paymentStatuses = ['CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED'] as const;

/** What an order says about its money once it has ended; derived from the ledger. */
export interface PaymentSummary {
  readonly status: (typeof paymentStatuses)[number];
  /** Captured minus refunded. */
  readonly net: Money;
}
