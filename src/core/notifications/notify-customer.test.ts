import { describe, expect, test } from 'vitest';
import { notificationIdOf, orderIdFrom } from '../kernel/ids.ts';
import { markProcessing, complete } from '../orders/order-moves.ts';
import type { OrderStatus } from '../orders/order.ts';
import type { CustomerMessage, NotificationChannel } from '../ports/notification-channel.ts';
import { memoryNoticeDeduplication } from '../testing/memory-notices.ts';
import { memoryWorld, pendingOrder, runA, usd } from '../testing/memory-world.ts';
import { NoticeUndeliveredError, notifyCustomer } from './notify-customer.ts';

const pending = pendingOrder();
const processing = { ...markProcessing(pending, pending.createdAt), runId: runA };
const completed = complete(processing, { status: 'CAPTURED', net: usd(5998) }, pending.createdAt);
const notice = (status: OrderStatus) => ({ orderId: pending.orderId, createdAt: pending.createdAt, status });

function channel(name: NotificationChannel['name'], failures = 0) {
  const sent: CustomerMessage[] = [];
  let left = failures;
  return {
    name,
    sent,
    send(message: CustomerMessage) {
      if (left > 0) {
        left -= 1;
        return Promise.reject(new TypeError('the channel is down'));
      }
      sent.push(message);
      return Promise.resolve('sent' as const);
    },
  };
}

function given(
  channels: readonly NotificationChannel[],
  order: typeof completed | typeof processing = completed,
) {
  const world = memoryWorld();
  world.state.orders.set(order.orderId, order);
  return { orders: world.orders, deduplication: memoryNoticeDeduplication(world.clock), channels };
}

describe('a notice', () => {
  test('goes out once on every channel, however often it arrives', async () => {
    const log = channel('log');
    const email = channel('email');
    const deps = given([log, email]);
    expect(await notifyCustomer(deps, notice('COMPLETED'))).toEqual({
      kind: 'told',
      channels: [
        { channel: 'log', outcome: 'sent' },
        { channel: 'email', outcome: 'sent' },
      ],
    });
    expect(await notifyCustomer(deps, notice('COMPLETED'))).toMatchObject({
      channels: [{ outcome: 'already-sent' }, { outcome: 'already-sent' }],
    });
    expect([log.sent.length, email.sent.length]).toEqual([1, 1]);
  });

  test('that one channel did not take comes back for that channel alone', async () => {
    const log = channel('log');
    const email = channel('email', 1);
    const deps = given([email, log]);
    await expect(notifyCustomer(deps, notice('COMPLETED'))).rejects.toThrow(NoticeUndeliveredError);
    await notifyCustomer(deps, notice('COMPLETED'));
    expect([log.sent.length, email.sent.length]).toEqual([1, 1]);
  });

  test('that another sender is at work on comes back', async () => {
    const log = channel('log');
    const deps = given([log]);
    await deps.deduplication.claim({ notificationId: notificationId('COMPLETED'), channel: 'log' });
    await expect(notifyCustomer(deps, notice('COMPLETED'))).rejects.toThrow('1 of 1 channels failed');
    expect(log.sent).toEqual([]);
  });

  test('of processing is left out once the order has ended', async () => {
    const log = channel('log');
    expect(await notifyCustomer(given([log]), notice('PROCESSING'))).toEqual({ kind: 'outdated' });
    expect(log.sent).toEqual([]);
  });

  test('of an end that is not there yet comes back', async () => {
    const deps = given([channel('log')], processing);
    await expect(notifyCustomer(deps, notice('COMPLETED'))).rejects.toThrow('not yet COMPLETED');
  });

  test('of an unknown order tells nobody', async () => {
    const log = channel('log');
    const unknown = { ...notice('COMPLETED'), orderId: orderIdFrom('nobody') };
    expect(await notifyCustomer(given([log]), unknown)).toEqual({ kind: 'order-not-found' });
    expect(log.sent).toEqual([]);
  });
});

const notificationId = (status: OrderStatus) => notificationIdOf(pending.orderId, status);
