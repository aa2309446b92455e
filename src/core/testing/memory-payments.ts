import type { Money } from '../kernel/money.ts';
import { PaymentOutcomeUnknownError, PaymentUnavailableError } from '../payments/payment-faults.ts';
import { type LedgerEntries, withEntry } from '../payments/ledger-rules.ts';
import type { ChargeOutcome, PaymentGateway } from '../ports/payment-gateway.ts';
import type { PaymentLedger } from '../ports/payment-ledger.ts';

/** A {@link PaymentLedger} for pure tests. */
export function memoryPaymentLedger(): PaymentLedger {
  const payments = new Map<string, LedgerEntries>();
  return {
    async entries(paymentId) {
      return payments.get(paymentId) ?? [];
    },
    async append(paymentId, added) {
      let entries: LedgerEntries | undefined = payments.get(paymentId) ?? [];
      for (const entry of added) entries = entries && withEntry(entries, entry);
      if (entries === undefined) return 'conflict';
      payments.set(paymentId, entries);
      return 'appended';
    },
  };
}

/** What the next charges do: `lost-before` and `lost-after` lose the answer before or after the capture. */
export type ChargeScript = 'capture' | 'decline' | 'unavailable' | 'lost-before' | 'lost-after' | 'nonsense';

/** A provider for pure tests that follows a script, one word per charge, and then captures. */
export function scriptedGateway(
  script: ChargeScript[] = [],
): PaymentGateway & { readonly captures: Money[] } {
  const states = new Map<string, ChargeOutcome>();
  const captures: Money[] = [];
  return {
    captures,
    async charge({ paymentId, amount }) {
      const act = script.shift() ?? 'capture';
      const earlier = states.get(paymentId);
      if (earlier !== undefined) return earlier;
      if (act === 'unavailable') throw new PaymentUnavailableError('scripted');
      if (act === 'lost-before') throw new PaymentOutcomeUnknownError('scripted');
      if (act === 'decline') states.set(paymentId, { kind: 'declined', code: 'insufficient_funds' });
      else {
        const taken = act === 'nonsense' ? { ...amount, minor: amount.minor + 1 } : amount;
        states.set(paymentId, { kind: 'captured', paymentId, amount: taken });
        captures.push(taken);
      }
      if (act === 'lost-after') throw new PaymentOutcomeUnknownError('scripted');
      return states.get(paymentId) ?? { kind: 'voided' };
    },
    async refund(paymentId) {
      const state = states.get(paymentId);
      states.set(paymentId, { kind: 'voided' });
      return state?.kind === 'captured' ? { captured: state.amount, refunded: state.amount } : {};
    },
    async lookup(paymentId) {
      return states.get(paymentId) ?? { kind: 'none' };
    },
  };
}
