import type { OrderKey } from '../kernel/ids.ts';
import type { OrderStatus } from '../orders/order.ts';

/** Says that an order has reached a status. */
export interface Notice extends OrderKey {
  readonly status: OrderStatus;
}

/** The topic. At least once: every copy of a notice carries the same notification id. */
export interface NoticePublisher {
  publish(notice: Notice): Promise<void>;
}
