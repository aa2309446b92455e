import { describe, expect, test } from 'vitest';
import { timestampAt } from '../kernel/clock.ts';
import { orderIdFrom, paymentIdOf, runIdFrom } from '../kernel/ids.ts';
import { netOf } from '../payments/ledger-rules.ts';
import { PaymentUnavailableError } from '../payments/payment-faults.ts';
import { processPayment } from '../payments/process-payment.ts';
import { updateInventory } from '../inventory/update-inventory.ts';
import { memoryNoticeOutbox, memoryOrderQueue } from '../ports/memory/memory-notices.ts';
import { bookId, bookLevel, memoryWorld, pendingOrder } from '../ports/memory/memory-world.ts';
import { beginProcessing } from './begin-processing.ts';
import { fenceOrder } from './fence-order.ts';
import { reconcileOrders, reconcileStoppedRun } from './reconcile-orders.ts';
import { validateOrder } from './validate-order.ts';

const order = pendingOrder();
/** In the memory world a run is called like its order. */
const run = runIdFrom(order.orderId);
const minute = 60_000;

/** An order placed one second before the clock starts; `later` moves the clock on. */
async function given() {
  const memory = memoryWorld({ levels: [bookLevel(5)] });
  let now = memory.clock.now();
  const clock = { now: () => now };
  const queue = memoryOrderQueue();
  const world = { ...memory, clock, queue, outbox: memoryNoticeOutbox(memory.state) };
  await world.orders.place(order);
  const later = (ms: number) => {
    now += ms;
  };
  const sweep = () =>
    reconcileOrders(world, {
      pendingOverdueMs: 5 * minute,
      processingOverdueMs: 2 * minute,
      until: Infinity,
    });
  const stored = () => world.orders.get(order);
  const net = async () =>
    netOf(await world.ledger.entries(paymentIdOf(order.orderId)), order.total.currency).minor;
  const stock = () => world.state.levels.get(bookId);
  return { world, queue, later, sweep, stored, net, stock };
}

const nothing = { requeued: 0, abandoned: 0, settled: 0, republished: 0, refundsPending: 0, failures: [] };

describe('an order that nobody began', () => {
  test('is left alone while it is young', async () => {
    const { sweep, later } = await given();
    later(4 * minute);
    expect(await sweep()).toEqual({ ...nothing, oldestPendingAgeMs: 0 });
  });

  test('is queued again five times, after ever longer waits, and then given up with a notice', async () => {
    const { world, queue, sweep, later, stored } = await given();
    for (const wait of [5, 10, 20, 40, 80]) {
      later(wait * minute);
      expect(await sweep()).toMatchObject({ requeued: 1, abandoned: 0 });
      expect(await sweep()).toMatchObject({ requeued: 0, abandoned: 0 });
    }
    expect(queue.requeued).toHaveLength(5);
    later(160 * minute);
    expect(await sweep()).toMatchObject({ requeued: 0, abandoned: 1, failures: [] });
    expect(await stored()).toMatchObject({ status: 'FAILED', failureReason: 'ABANDONED' });
    expect(world.notices.published).toEqual([
      { orderId: order.orderId, createdAt: order.createdAt, status: 'FAILED' },
    ]);
    expect(await sweep()).toEqual({ ...nothing, oldestPendingAgeMs: 0 });
  });

  test('shows its age', async () => {
    const { sweep, later } = await given();
    later(10 * minute);
    expect(await sweep()).toMatchObject({ oldestPendingAgeMs: 10 * minute + 1000 });
  });
});

describe('an order whose run has stopped', () => {
  test('is left alone while the run is running', async () => {
    const { world, sweep, later } = await given();
    await beginProcessing(world, order);
    await validateOrder(world, order, run);
    later(60 * minute);
    expect(await sweep()).toMatchObject(nothing);
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'] as const)(
    '(%s) after the charge is refunded, failed and told',
    async (status) => {
      const { world, sweep, later, stored, net, stock } = await given();
      await beginProcessing(world, order);
      await validateOrder(world, order, run);
      await processPayment(world, order, run);
      world.workflow.runs.set(order.orderId, status);
      expect(await sweep()).toMatchObject(nothing);
      later(2 * minute);
      expect(await sweep()).toMatchObject({ settled: 1, failures: [] });
      expect(await stored()).toMatchObject({ status: 'FAILED', failureReason: 'PROCESSING_ERROR' });
      expect(await net()).toBe(0);
      expect(stock()).toMatchObject({ available: 5, reserved: 0 });
      expect(world.notices.published.map(({ status: said }) => said)).toEqual(['PROCESSING', 'FAILED']);
      later(10 * minute);
      expect(await sweep()).toMatchObject(nothing);
    },
  );

  test('before it could claim the order is settled all the same', async () => {
    const { world, sweep, later, stored } = await given();
    await beginProcessing(world, order);
    world.workflow.runs.set(order.orderId, 'FAILED');
    later(2 * minute);
    expect(await sweep()).toMatchObject({ settled: 1 });
    expect(await stored()).toMatchObject({ status: 'FAILED', runId: run });
  });

  test('keeps the reason for which it was already being failed', async () => {
    const { world, sweep, later, stored } = await given();
    await beginProcessing(world, order);
    await validateOrder(world, order, run);
    await fenceOrder(world, { ...order, runId: run, reason: 'PaymentUnavailable' });
    world.workflow.runs.set(order.orderId, 'FAILED');
    later(2 * minute);
    await sweep();
    expect(await stored()).toMatchObject({ failureReason: 'PAYMENT_UNAVAILABLE' });
  });

  test('waits, fenced, until its refund is confirmed', async () => {
    const { world, sweep, later, stored, net } = await given();
    await beginProcessing(world, order);
    await validateOrder(world, order, run);
    await processPayment(world, order, run);
    world.workflow.runs.set(order.orderId, 'ABORTED');
    const { refund } = world.gateway;
    world.gateway.refund = () => Promise.reject(new PaymentUnavailableError('down'));
    later(2 * minute);
    expect(await sweep()).toMatchObject({ settled: 0, refundsPending: 1, failures: [] });
    expect(await stored()).toMatchObject({ status: 'PROCESSING', failing: 'PROCESSING_ERROR' });
    world.gateway.refund = refund;
    later(2 * minute);
    expect(await sweep()).toMatchObject({ settled: 1, refundsPending: 0 });
    expect(await net()).toBe(0);
  });

  test('is settled at once when its execution says that it stopped', async () => {
    const { world, stored } = await given();
    await beginProcessing(world, order);
    await validateOrder(world, order, run);
    world.workflow.runs.set(order.orderId, 'ABORTED');
    expect(await reconcileStoppedRun(world, order)).toBe('settled');
    expect(await stored()).toMatchObject({ status: 'FAILED' });
  });

  test('is nobody when the execution named an order that does not exist', async () => {
    const { world } = await given();
    expect(await reconcileStoppedRun(world, { ...order, orderId: orderIdFrom('nobody') })).toBe(
      'order-not-found',
    );
  });
});

describe('an order whose run never started', () => {
  test('is queued again, and given up with its stock free after the last time', async () => {
    const { world, queue, sweep, later, stored } = await given();
    await beginProcessing(world, order);
    world.workflow.runs.clear();
    for (const wait of [2, 4, 8, 16, 32]) {
      later(wait * minute);
      expect(await sweep()).toMatchObject({ requeued: 1 });
    }
    expect(queue.requeued).toHaveLength(5);
    later(64 * minute);
    expect(await sweep()).toMatchObject({ abandoned: 1 });
    expect(await stored()).toMatchObject({ status: 'FAILED', failureReason: 'ABANDONED' });
  });
});

describe('an ended order', () => {
  test('whose notice is due is published again, once', async () => {
    const { world, sweep, later } = await given();
    await beginProcessing(world, order);
    await validateOrder(world, order, run);
    await processPayment(world, order, run);
    await updateInventory(world, order, run);
    expect(await sweep()).toMatchObject({ republished: 0 });
    later(2 * minute + 1);
    expect(await sweep()).toMatchObject({ republished: 1 });
    expect(world.notices.published.at(-1)).toMatchObject({ status: 'COMPLETED' });
    later(10 * minute);
    expect(await sweep()).toMatchObject({ republished: 0 });
  });
});

describe('a sweep', () => {
  test('goes on when one order cannot be read', async () => {
    const { world, queue, sweep, later } = await given();
    const poison = {
      ...pendingOrder(orderIdFrom('order-0')),
      createdAt: timestampAt(world.clock.now() - 5000),
    };
    await world.orders.place(poison);
    const { get } = world.orders;
    world.orders.get = (key) =>
      key.orderId === poison.orderId ? Promise.reject(new TypeError('corrupt')) : get(key);
    later(10 * minute);
    const { orderId, createdAt } = poison;
    expect(await sweep()).toMatchObject({
      requeued: 1,
      failures: [{ order: { orderId, createdAt }, fault: expect.any(TypeError) as TypeError }],
    });
    expect(queue.requeued).toEqual([order.orderId]);
  });

  test('begins nothing after its time is up', async () => {
    const { world, queue, later } = await given();
    later(10 * minute);
    const limits = { pendingOverdueMs: 5 * minute, processingOverdueMs: minute, until: world.clock.now() };
    expect(await reconcileOrders(world, limits)).toMatchObject(nothing);
    expect(queue.requeued).toEqual([]);
  });
});
