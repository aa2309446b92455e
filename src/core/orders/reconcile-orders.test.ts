import { describe, expect, test } from 'vitest';
import { timestampAt } from '../kernel/clock.ts';
import { orderIdFrom, paymentIdOf, runIdFrom } from '../kernel/ids.ts';
import { netOf } from '../payments/ledger-rules.ts';
import { PaymentUnavailableError } from '../payments/payment-faults.ts';
import { processPayment } from '../payments/process-payment.ts';
import { updateInventory } from '../inventory/update-inventory.ts';
import { memoryNoticeOutbox } from '../testing/memory-notices.ts';
import { memoryOrderQueue } from '../testing/memory-order-queue.ts';
import { bookId, bookLevel, memoryWorld, pendingOrder } from '../testing/memory-world.ts';
import { beginProcessing } from './begin-processing.ts';
import { fenceOrder } from './fence-order.ts';
import { claimFor, complete } from './order-moves.ts';
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

  test('counts as given up even when nobody can be told of it yet', async () => {
    const { world, sweep, later } = await given();
    for (const wait of [5, 10, 20, 40, 80]) {
      later(wait * minute);
      await sweep();
    }
    const { publish } = world.notices;
    world.notices.publish = () => Promise.reject(new TypeError('down'));
    later(160 * minute);
    expect(await sweep()).toMatchObject({ abandoned: 1, failures: [{ order: { orderId: order.orderId } }] });
    world.notices.publish = publish;
    later(3 * minute);
    expect(await sweep()).toMatchObject({ abandoned: 0, republished: 1, failures: [] });
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

  describe('behind a backlog', () => {
    test('most likely waits for its turn, and makes the backlog no longer', async () => {
      const { queue, sweep, later } = await given();
      queue.depth = 101;
      for (let passed = 0; passed < 59; passed += 1) {
        later(minute);
        await sweep();
      }
      expect(queue.requeued).toEqual([]);
    });

    test('is queued again once the backlog is gone', async () => {
      const { queue, sweep, later } = await given();
      queue.depth = 101;
      later(30 * minute);
      expect(await sweep()).toMatchObject({ requeued: 0, oldestPendingAgeMs: 30 * minute + 1000 });
      queue.depth = 100;
      expect(await sweep()).toMatchObject({ requeued: 1 });
    });

    test('that never ends is queued again all the same, ever more seldom: five times in 31 hours', async () => {
      const { queue, sweep, later } = await given();
      queue.depth = 1_000_000;
      for (let passed = 0; passed < 31 * 60; passed += 1) {
        later(minute);
        expect(await sweep()).toMatchObject({ abandoned: 0 });
      }
      expect(queue.requeued).toHaveLength(5);
      later(32 * 60 * minute);
      expect(await sweep()).toMatchObject({ abandoned: 1 });
    });

    test('is left alone when the queue cannot be asked', async () => {
      const { queue, sweep, later } = await given();
      queue.waiting = () => Promise.reject(new TypeError('down'));
      later(10 * minute);
      expect(await sweep()).toMatchObject({
        requeued: 0,
        failures: [{ fault: expect.any(TypeError) as TypeError }],
      });
    });
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

  test('reaches notices and money in every run, however many orders wait and however slow each is', async () => {
    const { world, queue, later } = await given();
    const stopped = pendingOrder(orderIdFrom('stopped'));
    const untold = pendingOrder(orderIdFrom('untold'));
    for (const each of [stopped, untold]) {
      await world.orders.place(each);
      await beginProcessing(world, each);
      await validateOrder(world, each, runIdFrom(each.orderId));
      await processPayment(world, each, runIdFrom(each.orderId));
    }
    await updateInventory(world, untold, runIdFrom(untold.orderId));
    world.workflow.runs.set(stopped.orderId, 'FAILED');
    for (let id = 0; id < 1000; id += 1)
      await world.orders.place(pendingOrder(orderIdFrom(`waiting-${String(id)}`)));
    later(10 * minute);
    const { requeue } = queue;
    queue.requeue = (each, header) => {
      later(1000);
      return requeue(each, header);
    };
    const report = await reconcileOrders(world, {
      pendingOverdueMs: 5 * minute,
      processingOverdueMs: 2 * minute,
      until: world.clock.now() + minute,
    });
    expect(report).toMatchObject({ settled: 1, republished: 1, failures: [] });
    expect(report.requeued).toBeGreaterThanOrEqual(50);
    expect(report.requeued).toBeLessThan(100);
  });

  test.each([
    ['notices', 'COMPLETED'],
    ['runs that stopped', 'PROCESSING'],
  ] as const)('that finds too many %s leaves time for the orders behind them', async (_, status) => {
    const { world, queue, later } = await given();
    for (let id = 0; id < 200; id += 1) {
      const each = pendingOrder(orderIdFrom(`many-${String(id)}`));
      const processing = {
        ...claimFor(each, runIdFrom(each.orderId), each.createdAt),
        runId: runIdFrom(each.orderId),
      };
      const payment = { status: 'CAPTURED', net: each.total } as const;
      world.state.orders.set(
        each.orderId,
        status === 'PROCESSING' ? processing : complete(processing, payment, each.createdAt),
      );
    }
    const publish = world.notices.publish;
    world.notices.publish = (notice) => {
      later(1000);
      return publish(notice);
    };
    later(10 * minute);
    const report = await reconcileOrders(world, {
      pendingOverdueMs: 5 * minute,
      processingOverdueMs: 2 * minute,
      until: world.clock.now() + minute,
    });
    expect(report.republished + report.settled).toBeGreaterThanOrEqual(20);
    expect(report.republished + report.settled).toBeLessThan(50);
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
