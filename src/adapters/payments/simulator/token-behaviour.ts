import type { DeclineCode } from '../../../core/payments/ledger-entry.ts';

/** What the simulated provider does with a charge. */
export type ChargeAct =
  | { readonly kind: 'capture' }
  | { readonly kind: 'decline'; readonly code: DeclineCode }
  /** The caller learns nothing, and nothing happened. */
  | { readonly kind: 'time-out' }
  /** The caller learns nothing, but the money is captured. */
  | { readonly kind: 'capture-and-time-out' }
  | { readonly kind: 'be-unavailable' };

export interface TokenBehaviour {
  readonly charge: (attempt: number) => ChargeAct;
  readonly isRefundRefused?: (attempt: number) => boolean;
  /** Whether charges need to know which attempt they are; others leave no row for an attempt. */
  readonly countsAttempts: boolean;
}

const always = (act: ChargeAct): TokenBehaviour => ({ charge: () => act, countsAttempts: false });
const firstThenCapture = (first: ChargeAct): TokenBehaviour => ({
  charge: (attempt) => (attempt === 1 ? first : { kind: 'capture' }),
  countsAttempts: true,
});

/** The documented payment tokens (docs/testing.md); each always does the same. */
export const tokenBehaviours: ReadonlyMap<string, TokenBehaviour> = new Map([
  ['tok_visa', always({ kind: 'capture' })],
  ['tok_declined', always({ kind: 'decline', code: 'declined' })],
  ['tok_insufficient_funds', always({ kind: 'decline', code: 'insufficient_funds' })],
  ['tok_timeout_then_success', firstThenCapture({ kind: 'time-out' })],
  ['tok_timeout_after_charge', firstThenCapture({ kind: 'capture-and-time-out' })],
  ['tok_unavailable_once', firstThenCapture({ kind: 'be-unavailable' })],
  ['tok_unavailable', always({ kind: 'be-unavailable' })],
  ['tok_refund_fails_once', { ...always({ kind: 'capture' }), isRefundRefused: (attempt) => attempt === 1 }],
]);

/** A token that the provider does not know is declined, as real ones do. */
export const behaviourOf = (token: string): TokenBehaviour =>
  tokenBehaviours.get(token) ?? always({ kind: 'decline', code: 'declined' });
