import type { PaymentId } from '../kernel/ids.ts';
import type { Money } from '../kernel/money.ts';
import type { DeclineCode } from '../payments/ledger-entry.ts';

/**
 * The payment provider. Every call carries the order's one key and may be repeated under it. Each may throw
 * `PaymentUnavailable` (known not to have happened) or `PaymentOutcomeUnknown` (look it up by key).
 */
export interface PaymentGateway {
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  /** Gives back whatever was captured under the key and leaves a tombstone that refuses a later charge. */
  refund(paymentId: PaymentId): Promise<RefundOutcome>;
  lookup(paymentId: PaymentId): Promise<ProviderState>;
}

export interface ChargeRequest {
  readonly paymentId: PaymentId;
  readonly amount: Money;
  readonly paymentToken: string;
}

export type ChargeOutcome =
  | { readonly kind: 'captured'; readonly paymentId: string; readonly amount: Money }
  | { readonly kind: 'declined'; readonly code: DeclineCode }
  /** A refund or void came first. */
  | { readonly kind: 'voided' };

/** `captured` and `refunded` are absent when there was nothing to give back. */
export interface RefundOutcome {
  readonly captured?: Money;
  readonly refunded?: Money;
}

export type ProviderState = { readonly kind: 'none' } | ChargeOutcome;
