import { type Clock, timestampAt } from '../kernel/clock.ts';
import { ImpossibleStateError } from '../kernel/faults.ts';
import { type OrderKey, paymentIdOf, type RunId } from '../kernel/ids.ts';
import { isSameMoney } from '../kernel/money.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { complete } from '../orders/order-moves.ts';
import {
  endedBy,
  isRefusal,
  type OwnedOrder,
  requireUnfenced,
  type RunRefusal,
} from '../orders/run-ownership.ts';
import { summaryOf } from '../payments/ledger-rules.ts';
import { PaymentUnsettledError } from '../payments/payment-faults.ts';
import type { PaymentSummary } from '../payments/payment-summary.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { PaymentLedger } from '../ports/payment-ledger.ts';
import type { StockStore } from '../ports/stock-store.ts';
import { committed } from './stock-rules.ts';

export interface UpdateInventoryDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly stock: StockStore;
  readonly ledger: PaymentLedger;
}

export type UpdateInventoryOutcome = { readonly kind: 'completed' } | RunRefusal;

/**
 * Takes the held stock for good and completes the order, in one transaction. The run that completed the order
 * already is told so again.
 *
 * @throws PaymentUnsettledError when the ledger does not show exactly the order's total as paid
 */
export const updateInventory = (
  deps: UpdateInventoryDeps,
  key: OrderKey,
  runId: RunId,
): Promise<UpdateInventoryOutcome> =>
  untilSaved(async () => {
    const stored = await deps.orders.get(key);
    if (stored?.status === 'COMPLETED' && endedBy(stored, runId)) return { kind: 'completed' };
    const order = requireUnfenced(stored, runId);
    return isRefusal(order) ? order : commit(deps, order);
  });

async function commit(
  deps: UpdateInventoryDeps,
  order: OwnedOrder,
): Promise<UpdateInventoryOutcome | 'lost-race'> {
  const [payment, held] = await Promise.all([
    fullPayment(deps, order),
    deps.stock.reservation(order.orderId),
  ]);
  if (held === undefined) throw new ImpossibleStateError('the order reached its end without a hold');
  if (held.state === 'RELEASED') return { kind: 'order-fenced' };
  const at = timestampAt(deps.clock.now());
  const after = complete(order, payment, at);
  const saved = await deps.stock.commit({ before: order, after, held, committed: committed(held, at) });
  return saved === 'saved' ? { kind: 'completed' } : 'lost-race';
}

async function fullPayment(deps: UpdateInventoryDeps, order: OwnedOrder): Promise<PaymentSummary> {
  const entries = await deps.ledger.entries(paymentIdOf(order.orderId));
  const payment = summaryOf(entries, order.total.currency);
  if (payment?.status === 'CAPTURED' && isSameMoney(payment.net, order.total)) return payment;
  throw new PaymentUnsettledError('the ledger does not show the total as paid');
}
