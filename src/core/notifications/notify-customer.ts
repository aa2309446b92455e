import { Fault } from '../kernel/faults.ts';
import { isEnded, type Order } from '../orders/order.ts';
import type { NoticeDeduplication } from '../ports/notice-deduplication.ts';
import type { Notice } from '../ports/notice-publisher.ts';
import type { CustomerMessage, DeliveryOutcome, NotificationChannel } from '../ports/notification-channel.ts';
import type { OrderStore } from '../ports/order-store.ts';
import { renderNotice } from './render-notice.ts';

export interface NotifyCustomerDeps {
  readonly orders: OrderStore;
  readonly deduplication: NoticeDeduplication;
  readonly channels: readonly NotificationChannel[];
}

export type ChannelOutcome = DeliveryOutcome | 'already-sent';

export type NotifyCustomerOutcome =
  | {
      readonly kind: 'told';
      readonly channels: readonly { readonly channel: string; readonly outcome: ChannelOutcome }[];
    }
  /** The order has moved on since; its customer is told what is true now by another notice. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'order-not-found' };

/** A channel failed, or another sender is at work on it: the notice must come back, and sent channels stay sent. */
export class NoticeUndeliveredError extends Fault {
  override readonly name = 'NoticeUndelivered';
  readonly retry = 'retry';
}

/**
 * Tells the customer of an order what its notice says, once per channel however often the notice arrives. Every
 * channel is tried even when another fails.
 *
 * @throws NoticeUndeliveredError when at least one channel is still owed
 */
export async function notifyCustomer(
  deps: NotifyCustomerDeps,
  notice: Notice,
): Promise<NotifyCustomerOutcome> {
  const order = await deps.orders.get(notice);
  if (order === undefined) return { kind: 'order-not-found' };
  if (order.status !== notice.status) return outdated(order, notice);
  const message = renderNotice(order);
  const tried = await Promise.allSettled(
    deps.channels.map(async (channel) => ({
      channel: channel.name,
      outcome: await deliver(deps, channel, message),
    })),
  );
  const failed = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (failed.length > 0) {
    throw new NoticeUndeliveredError(`${String(failed.length)} of ${String(tried.length)} channels failed`, {
      cause: failed[0],
    });
  }
  return {
    kind: 'told',
    channels: tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
  };
}

/** A notice may be late, never early: an order ends before its end is published. */
function outdated(order: Order, notice: Notice): NotifyCustomerOutcome {
  if (isEnded(order) && notice.status !== 'COMPLETED' && notice.status !== 'FAILED')
    return { kind: 'outdated' };
  throw new NoticeUndeliveredError(`the order is ${order.status} and not yet ${notice.status}`);
}

async function deliver(
  deps: NotifyCustomerDeps,
  channel: NotificationChannel,
  message: CustomerMessage,
): Promise<ChannelOutcome> {
  const notice = { notificationId: message.notificationId, channel: channel.name };
  const claim = await deps.deduplication.claim(notice);
  if (claim === 'already-sent') return claim;
  if (claim === 'in-progress') throw new NoticeUndeliveredError(`${channel.name} is being sent by another`);
  const outcome = await channel.send(message).catch(async (error: unknown) => {
    // The claim would expire by itself; giving it back only makes the retry quicker.
    await deps.deduplication.release(notice).catch(() => undefined);
    throw error;
  });
  await deps.deduplication.markSent(notice);
  return outcome;
}
