import type { Timestamp } from '../kernel/clock.ts';
import type { OrderKey } from '../kernel/ids.ts';
import { type CompletedOrder, type FailedOrder, isEnded } from '../orders/order.ts';
import type { NoticeOutbox } from '../ports/notice-outbox.ts';
import type { NoticePublisher } from '../ports/notice-publisher.ts';
import type { OrderStore } from '../ports/order-store.ts';

export interface RepublishNoticesDeps {
  readonly orders: OrderStore;
  readonly notices: NoticePublisher;
  readonly outbox: NoticeOutbox;
}

/** Ended orders whose notice should have been published by an instant. */
export const noticesDue = (deps: RepublishNoticesDeps, endedBefore: Timestamp) =>
  deps.outbox.due(endedBefore);

/** Publishes the notice of an ended order (again); every copy carries the same notification id. */
export async function republishNotice(
  deps: RepublishNoticesDeps,
  { orderId, createdAt, status }: CompletedOrder | FailedOrder,
): Promise<'republished'> {
  await deps.notices.publish({ orderId, createdAt, status });
  await deps.outbox.close({ orderId, createdAt });
  return 'republished';
}

/** Publishes the notice of an order that has just been ended outside the workflow, if it has. */
export async function announceEnd(deps: RepublishNoticesDeps, key: OrderKey): Promise<void> {
  const order = await deps.orders.get(key);
  if (order !== undefined && isEnded(order)) await republishNotice(deps, order);
}
