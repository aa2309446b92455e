import type { StockStore } from '../ports/stock-store.ts';
import { abandonOrder } from './abandon-order.ts';
import type { Order } from './order.ts';
import { maxRequeues, requeueOrder, type RequeueOrderDeps } from './requeue-order.ts';
import type { IsRequeueDue } from './standing-still.ts';

export interface ReconcilePendingDeps extends RequeueOrderDeps {
  readonly stock: StockStore;
}

export interface ReconcilePendingRule {
  readonly overdueMs: number;
  readonly isRequeueDue: IsRequeueDue;
}

export type ReconcilePendingOutcome = 'requeued' | 'abandoned' | 'left-alone';

/** An order that never began is queued again, each time after twice the wait, and after the last time given up. */
export async function reconcilePending(
  deps: ReconcilePendingDeps,
  listed: Order,
  { overdueMs, isRequeueDue }: ReconcilePendingRule,
): Promise<ReconcilePendingOutcome> {
  // A list may be behind, and then shows an order that stood still for longer than it did: never for less.
  if (listed.status !== 'PENDING' || !(await isRequeueDue(listed, overdueMs))) return 'left-alone';
  const order = await deps.orders.get(listed);
  if (order?.status !== 'PENDING' || !(await isRequeueDue(order, overdueMs))) return 'left-alone';
  if (order.requeues < maxRequeues) return requeueOrder(deps, order);
  const { kind } = await abandonOrder(deps, order);
  return kind === 'abandoned' ? 'abandoned' : 'left-alone';
}
