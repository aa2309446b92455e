import type { Clock } from '../kernel/clock.ts';
import { isEnded } from '../orders/order.ts';
import type { NoticeDeduplication, NoticeOnChannel } from '../ports/notice-deduplication.ts';
import type { NoticeOutbox } from '../ports/notice-outbox.ts';
import type { Notice, NoticePublisher } from '../ports/notice-publisher.ts';
import type { MemoryOrders } from './memory-order-store.ts';

/** A {@link NoticeOutbox} for pure tests: every ended order is due until it is closed. */
export function memoryNoticeOutbox(world: MemoryOrders): NoticeOutbox & { readonly closed: Set<string> } {
  const closed = new Set<string>();
  return {
    closed,
    async *due(endedBefore) {
      for (const order of world.orders.values()) {
        if (isEnded(order) && order.updatedAt < endedBefore && !closed.has(order.orderId)) yield order;
      }
    },
    async close({ orderId }) {
      closed.add(orderId);
    },
  };
}

/** A {@link NoticeDeduplication} for pure tests, with a lease of one minute. */
export function memoryNoticeDeduplication(clock: Clock): NoticeDeduplication {
  const leases = new Map<string, number>();
  const idOf = ({ notificationId, channel }: NoticeOnChannel): string => `${channel} ${notificationId}`;
  return {
    async claim(notice) {
      const until = leases.get(idOf(notice)) ?? 0;
      if (until === Infinity) return 'already-sent';
      if (until > clock.now()) return 'in-progress';
      leases.set(idOf(notice), clock.now() + 60_000);
      return 'claimed';
    },
    async markSent(notice) {
      leases.set(idOf(notice), Infinity);
    },
    async release(notice) {
      leases.delete(idOf(notice));
    },
  };
}

/** A {@link NoticePublisher} for pure tests that remembers what was said. */
export function memoryNotices(): NoticePublisher & { readonly published: Notice[] } {
  const published: Notice[] = [];
  return {
    published,
    async publish(notice) {
      published.push(notice);
    },
  };
}
