import type { Timestamp } from '../kernel/clock.ts';
import type { OrderKey } from '../kernel/ids.ts';
import type { CompletedOrder, FailedOrder } from '../orders/order.ts';

/**
 * Ended orders whose notice is not known to be published. The write that ends an order puts it in; whoever published
 * the notice takes it out afterwards, so a crash in between means one notice more and never one less.
 */
export interface NoticeOutbox {
  /** Orders that ended before an instant, oldest end first, eventually consistent. */
  due(endedBefore: Timestamp): AsyncIterable<CompletedOrder | FailedOrder>;
  /** Takes an order out; one that is out already stays out. */
  close(order: OrderKey): Promise<void>;
}
