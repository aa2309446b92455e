import type { StockStore } from '../ports/stock-store.ts';
import { abandonOrder } from './abandon-order.ts';
import type { OrderKey } from '../kernel/ids.ts';
import { hasStoodStill, maxRequeues, requeueOrder, type RequeueOrderDeps } from './requeue-order.ts';

export interface ReconcilePendingDeps extends RequeueOrderDeps {
  readonly stock: StockStore;
}

export type ReconcilePendingOutcome = 'requeued' | 'abandoned' | 'left-alone';

/** An order that never began is queued again, each time after twice the wait, and after the last time given up. */
export async function reconcilePending(
  deps: ReconcilePendingDeps,
  key: OrderKey,
  overdueMs: number,
): Promise<ReconcilePendingOutcome> {
  const order = await deps.orders.get(key);
  if (order?.status !== 'PENDING') return 'left-alone';
  if (!hasStoodStill(order, { clock: deps.clock, overdueMs })) return 'left-alone';
  if (order.requeues < maxRequeues) return requeueOrder(deps, order);
  const { kind } = await abandonOrder(deps, order);
  return kind === 'abandoned' ? 'abandoned' : 'left-alone';
}
