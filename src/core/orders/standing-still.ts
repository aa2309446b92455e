import type { Clock } from '../kernel/clock.ts';
import type { OrderQueue } from '../ports/order-queue.ts';
import type { PendingOrder, ProcessingOrder } from './order.ts';

type OpenOrder = PendingOrder | ProcessingOrder;

/** Milliseconds since an order last changed. */
export const quietMs = (order: OpenOrder, clock: Clock): number => clock.now() - Date.parse(order.updatedAt);

/** How long an order must have stood still to be queued again: twice as long each time. */
export const requeueWaitMs = (order: OpenOrder, overdueMs: number): number => overdueMs * 2 ** order.requeues;

/** Whether an order has stood still for so long that it should be queued again, or be given up. */
export type IsRequeueDue = (order: OpenOrder, overdueMs: number) => Promise<boolean>;

/** Messages: more than processing takes in at once (batches of 10, ten at a time). */
const backlog = 100;

/** By how much longer an order waits behind a backlog. */
const backlogPatience = 12;

/**
 * The rule of one sweep. Behind a backlog an order most likely has a message that waits for its turn, and one more for
 * each such order would make the backlog several times as long. So the order gets much more time then; not all the time
 * there is, for a queue that is never empty must not hide an order that has no message. The queue is asked once, and
 * only if it matters.
 */
export function requeueRule({ clock, queue }: { clock: Clock; queue: OrderQueue }): IsRequeueDue {
  let waiting: Promise<number> | undefined;
  return async (order, overdueMs) => {
    const quiet = quietMs(order, clock);
    const wait = requeueWaitMs(order, overdueMs);
    if (quiet < wait) return false;
    if (quiet >= wait * backlogPatience) return true;
    waiting ??= queue.waiting();
    return (await waiting) <= backlog;
  };
}
