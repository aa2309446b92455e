import { type Clock, timestampAt } from '../kernel/clock.ts';
import { type OrderKey, paymentIdOf, type RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { isRefusal, requireOwned, type RunRefusal } from '../orders/run-ownership.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { PaymentGateway } from '../ports/payment-gateway.ts';
import type { PaymentLedger } from '../ports/payment-ledger.ts';
import { entriesToSettle, entryOf } from './ledger-rules.ts';

export interface RefundPaymentDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly ledger: PaymentLedger;
  readonly gateway: PaymentGateway;
}

export type RefundPaymentOutcome =
  | { readonly kind: 'refunded' }
  /** There was nothing to give back; the tombstone refuses a late charge. */
  | { readonly kind: 'voided' }
  | RunRefusal;

/**
 * Gives back what was captured for a fenced order and leaves a tombstone, at the provider first and then in our
 * ledger. Safe when nothing was ever charged, and to repeat.
 *
 * @throws PaymentUnavailableError, PaymentOutcomeUnknownError; repeat until it succeeds
 */
export async function refundPayment(
  deps: RefundPaymentDeps,
  key: OrderKey,
  runId: RunId,
): Promise<RefundPaymentOutcome> {
  const order = requireOwned(await deps.orders.get(key), runId);
  if (isRefusal(order)) return order;
  if (order.failing === undefined) return { kind: 'order-not-fenced' };
  const paymentId = paymentIdOf(order.orderId);
  const given = await deps.gateway.refund(paymentId);
  return untilSaved(async () => {
    const entries = await deps.ledger.entries(paymentId);
    const missing = entriesToSettle(entries, given, timestampAt(deps.clock.now()));
    if (missing.length > 0 && (await deps.ledger.append(paymentId, missing)) === 'conflict')
      return 'lost-race';
    const isRefunded = entryOf([...entries, ...missing], 'refund') !== undefined;
    return { kind: isRefunded ? 'refunded' : 'voided' };
  });
}
