import { type Clock, timestampAt } from '../kernel/clock.ts';
import { type OrderKey, paymentIdOf, type RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { released } from '../inventory/stock-rules.ts';
import { declineOf, isSettledAtZero, type LedgerEntries, summaryOf } from '../payments/ledger-rules.ts';
import { PaymentUnsettledError } from '../payments/payment-faults.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { PaymentLedger } from '../ports/payment-ledger.ts';
import type { StockStore } from '../ports/stock-store.ts';
import { isBeforePayment } from './failure-reason.ts';
import type { FailureReason } from './order.ts';
import { fail, type Failure } from './order-moves.ts';
import { endedBy, isRefusal, type OwnedOrder, requireOwned, type RunRefusal } from './run-ownership.ts';

export interface FailOrderDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly stock: StockStore;
  readonly ledger: PaymentLedger;
}

export type FailOrderOutcome =
  { readonly kind: 'failed'; readonly failureReason: FailureReason } | RunRefusal;

/**
 * Ends a fenced order as FAILED and gives its stock back, in one transaction.
 *
 * @throws PaymentUnsettledError while the ledger does not prove that no money is held and none can arrive
 */
export const failOrder = (deps: FailOrderDeps, key: OrderKey, runId: RunId): Promise<FailOrderOutcome> =>
  untilSaved(async () => {
    const stored = await deps.orders.get(key);
    if (stored?.status === 'FAILED' && endedBy(stored, runId)) {
      return { kind: 'failed', failureReason: stored.failureReason };
    }
    const order = requireOwned(stored, runId);
    if (isRefusal(order)) return order;
    if (order.failing === undefined) return { kind: 'order-not-fenced' };
    return release(deps, order, await settledFailure(deps, order, order.failing));
  });

async function release(
  deps: FailOrderDeps,
  order: OwnedOrder,
  failure: Failure,
): Promise<FailOrderOutcome | 'lost-race'> {
  const held = await deps.stock.reservation(order.orderId);
  const at = timestampAt(deps.clock.now());
  const saved = await deps.stock.release({
    before: order,
    after: fail(order, failure, at),
    held,
    released: released(order, held, at),
  });
  return saved === 'saved' ? { kind: 'failed', failureReason: failure.failureReason } : 'lost-race';
}

async function settledFailure(
  deps: FailOrderDeps,
  order: OwnedOrder,
  failing: FailureReason,
): Promise<Failure> {
  const entries = await deps.ledger.entries(paymentIdOf(order.orderId));
  const { currency } = order.total;
  const neverAsked = entries.length === 0 && isBeforePayment(failing);
  if (!neverAsked && !isSettledAtZero(entries, currency)) {
    throw new PaymentUnsettledError('the ledger does not prove a net of zero');
  }
  return { failureReason: refined(failing, entries), payment: summaryOf(entries, currency) };
}

/** The fence knows only that the provider declined; the ledger knows why. */
const refined = (failing: FailureReason, entries: LedgerEntries): FailureReason =>
  failing === 'PAYMENT_DECLINED' && declineOf(entries) === 'insufficient_funds'
    ? 'INSUFFICIENT_FUNDS'
    : failing;
