import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderQueue } from '../ports/order-queue.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { PendingOrder, ProcessingOrder } from './order.ts';
import { countRequeue } from './order-moves.ts';

export interface RequeueOrderDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly queue: OrderQueue;
}

/** How often an order is queued again before it is given up. */
export const maxRequeues = 5;

/**
 * Queues an order again and counts it. In this order: a crash in between costs one message too many, which processing
 * recognises, and never a lost attempt.
 */
export async function requeueOrder(
  deps: RequeueOrderDeps,
  order: PendingOrder | ProcessingOrder,
): Promise<'requeued'> {
  await deps.queue.requeue(order, order.traceHeader);
  // Losing the race means that the order has moved: all the better.
  await deps.orders.save(order, countRequeue(order, timestampAt(deps.clock.now())));
  return 'requeued';
}
