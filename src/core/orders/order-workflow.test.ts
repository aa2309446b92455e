import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { updateInventory } from '../inventory/update-inventory.ts';
import { OutcomeUnknownError } from '../kernel/faults.ts';
import { paymentIdOf } from '../kernel/ids.ts';
import { netOf } from '../payments/ledger-rules.ts';
import {
  PaymentOutcomeUnknownError,
  PaymentUnavailableError,
  PaymentUnsettledError,
} from '../payments/payment-faults.ts';
import { processPayment } from '../payments/process-payment.ts';
import { refundPayment } from '../payments/refund-payment.ts';
import type { ChargeScript } from '../testing/memory-payments.ts';
import { bookId, bookLevel, memoryWorld, pendingOrder, runA, runB, usd } from '../testing/memory-world.ts';
import { abandonOrder } from './abandon-order.ts';
import { beginProcessing } from './begin-processing.ts';
import { failOrder } from './fail-order.ts';
import { fenceOrder } from './fence-order.ts';
import { validateOrder } from './validate-order.ts';

const order = pendingOrder();

const twice = async <T>(act: () => Promise<T>) => [await act(), await act()];
const both = <T>(value: T) => [value, value];

async function given(options: { available?: number; charges?: ChargeScript[] } = {}) {
  const world = memoryWorld({ levels: [bookLevel(options.available ?? 5)], charges: options.charges ?? [] });
  await world.orders.place(order);
  const fence = (reason: string, runId = runA) => fenceOrder(world, { ...order, runId, reason });
  const net = async () =>
    netOf(await world.ledger.entries(paymentIdOf(order.orderId)), order.total.currency).minor;
  const stock = () => world.state.levels.get(bookId);
  return { world, fence, net, stock };
}

describe('the happy path', () => {
  test('holds, charges once, commits; repeating any step changes nothing', async () => {
    const { world, net, stock } = await given();
    expect(await twice(() => validateOrder(world, order, runA))).toEqual(both({ kind: 'held' }));
    expect(stock()).toMatchObject({ available: 3, reserved: 2 });
    expect(await processPayment(world, order, runA)).toEqual({ kind: 'captured', isNew: true });
    expect(await processPayment(world, order, runA)).toEqual({ kind: 'captured', isNew: false });
    expect(await twice(() => updateInventory(world, order, runA))).toEqual(both({ kind: 'completed' }));
    expect(stock()).toMatchObject({ available: 3, reserved: 0 });
    expect(await net()).toBe(5998);
    expect(world.gateway.captures).toHaveLength(1);
    expect(await world.orders.get(order)).toMatchObject({ status: 'COMPLETED', payment: { net: usd(5998) } });
  });

  test('an answer lost after the capture is looked up, not charged again', async () => {
    const { world } = await given({ charges: ['lost-after'] });
    await validateOrder(world, order, runA);
    expect(await processPayment(world, order, runA)).toEqual({ kind: 'captured', isNew: true });
    expect(world.gateway.captures).toHaveLength(1);
  });
});

describe('ownership', () => {
  test('a second run leaves the order alone', async () => {
    const { world, fence } = await given();
    await validateOrder(world, order, runA);
    const refusal = { kind: 'owned-by-another-run' };
    expect(await validateOrder(world, order, runB)).toEqual(refusal);
    expect(await processPayment(world, order, runB)).toEqual(refusal);
    expect(await updateInventory(world, order, runB)).toEqual(refusal);
    expect(await fence('ABANDONED', runB)).toEqual(refusal);
    expect(await failOrder(world, order, runB)).toEqual(refusal);
  });

  test.each([false, true])(
    'a fault before the claim (begun: %s) is undone by its run alone',
    async (begun) => {
      const { world, fence } = await given();
      if (begun) await beginProcessing(world, order);
      expect(await twice(() => fence('CorruptRecord'))).toEqual(both({ kind: 'fenced' }));
      expect(await world.orders.get(order)).toMatchObject({ status: 'PROCESSING', runId: runA });
      expect(await fence('CorruptRecord', runB)).toEqual({ kind: 'owned-by-another-run' });
      expect(await validateOrder(world, order, runA)).toEqual({ kind: 'order-fenced' });
      await refundPayment(world, order, runA);
      expect(await failOrder(world, order, runA)).toEqual({
        kind: 'failed',
        failureReason: 'PROCESSING_ERROR',
      });
    },
  );

  test('an order that nobody has claimed is nobody’s, not another run’s', async () => {
    const { world } = await given();
    expect(await processPayment(world, order, runA)).toEqual({ kind: 'order-not-claimed' });
    await beginProcessing(world, order);
    expect(await failOrder(world, order, runA)).toEqual({ kind: 'order-not-claimed' });
  });

  test('an unknown order is refused by name', async () => {
    const world = memoryWorld();
    expect(await validateOrder(world, order, runA)).toEqual({ kind: 'order-not-found' });
  });

  test('only a pending order can be parked', async () => {
    const { world } = await given();
    expect(await abandonOrder(world, order)).toEqual({ kind: 'abandoned' });
    expect(await abandonOrder(world, order)).toEqual({ kind: 'not-pending' });
    expect(await validateOrder(world, order, runA)).toEqual({ kind: 'order-already-ended' });
    expect(await world.orders.get(order)).toMatchObject({ status: 'FAILED', failureReason: 'ABANDONED' });
  });
});

describe('the sad paths', () => {
  test('sold out: nothing is held or charged, and the order says why', async () => {
    const { world, fence, stock } = await given({ available: 1 });
    expect(await validateOrder(world, order, runA)).toMatchObject({
      kind: 'stock-unavailable',
      available: 1,
    });
    await fence('StockUnavailable');
    expect(await failOrder(world, order, runA)).toEqual({ kind: 'failed', failureReason: 'OUT_OF_STOCK' });
    expect(stock()).toMatchObject({ available: 1, reserved: 0 });
    expect(world.gateway.captures).toEqual([]);
  });

  test('declined: the hold is released and the reason is the provider’s', async () => {
    const { world, fence, stock } = await given({ charges: ['decline'] });
    await validateOrder(world, order, runA);
    expect(await processPayment(world, order, runA)).toMatchObject({ kind: 'payment-declined' });
    await fence('PaymentDeclined');
    const failed = { kind: 'failed', failureReason: 'INSUFFICIENT_FUNDS' };
    expect(await twice(() => failOrder(world, order, runA))).toEqual(both(failed));
    expect(stock()).toMatchObject({ available: 5, reserved: 0 });
    expect(await world.orders.get(order)).toMatchObject({ payment: { status: 'DECLINED', net: usd(0) } });
  });

  test('an order is not failed before its money is proved to be back', async () => {
    const { world, fence, net } = await given({ charges: ['unavailable'] });
    await validateOrder(world, order, runA);
    await expect(processPayment(world, order, runA)).rejects.toThrow(PaymentUnavailableError);
    expect(await refundPayment(world, order, runA)).toEqual({ kind: 'order-not-fenced' });
    await fence('PaymentUnavailable');
    await expect(failOrder(world, order, runA)).rejects.toThrow(PaymentUnsettledError);
    expect(await refundPayment(world, order, runA)).toEqual({ kind: 'voided' });
    expect(await failOrder(world, order, runA)).toMatchObject({ failureReason: 'PAYMENT_UNAVAILABLE' });
    expect(await net()).toBe(0);
  });

  test('a capture whose answer never came is found and given back', async () => {
    const { world, fence, net } = await given({ charges: ['nonsense'] });
    await validateOrder(world, order, runA);
    await expect(processPayment(world, order, runA)).rejects.toThrow(PaymentOutcomeUnknownError);
    await fence('PaymentOutcomeUnknown');
    expect(await twice(() => refundPayment(world, order, runA))).toEqual(both({ kind: 'refunded' }));
    expect(await failOrder(world, order, runA)).toMatchObject({ kind: 'failed' });
    expect(await net()).toBe(0);
  });

  test('an order is not completed before its total is proved to be paid', async () => {
    const { world } = await given();
    await validateOrder(world, order, runA);
    await expect(updateInventory(world, order, runA)).rejects.toThrow(PaymentUnsettledError);
  });
});

describe('the fence', () => {
  test('refuses a late hold, a late charge and a late completion', async () => {
    const { world, fence } = await given();
    await validateOrder(world, order, runA);
    await processPayment(world, order, runA);
    expect(await fence('States.Timeout')).toEqual({ kind: 'fenced' });
    expect(await validateOrder(world, order, runA)).toEqual({ kind: 'order-fenced' });
    expect(await processPayment(world, order, runA)).toEqual({ kind: 'order-fenced' });
    expect(await updateInventory(world, order, runA)).toEqual({ kind: 'order-fenced' });
  });

  test('finds a completion that won and leaves it standing (F52)', async () => {
    const { world, fence, net } = await given();
    await validateOrder(world, order, runA);
    await processPayment(world, order, runA);
    await updateInventory(world, order, runA);
    expect(await fence('States.Timeout')).toEqual({ kind: 'already-completed' });
    expect(await refundPayment(world, order, runA)).toEqual({ kind: 'order-already-ended' });
    expect(await net()).toBe(5998);
  });

  test('keeps its first reason', async () => {
    const { world, fence } = await given();
    await validateOrder(world, order, runA);
    await fence('StockUnavailable');
    await fence('PaymentDeclined');
    expect(await world.orders.get(order)).toMatchObject({ failing: 'OUT_OF_STOCK' });
  });
});

test('whatever steps run, in any order and by any run: stock is conserved and money matches the end', async () => {
  const step = fc.constantFrom('validate', 'pay', 'commit', 'fence', 'refund', 'fail', 'abandon');
  const script = fc.array(
    fc.constantFrom<ChargeScript>('capture', 'decline', 'unavailable', 'lost-before', 'lost-after'),
    { maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.constantFrom(runA, runB)), { maxLength: 25 }),
      script,
      async (steps, charges) => {
        const { world, fence, net, stock } = await given({ charges: [...charges] });
        const acts = {
          validate: validateOrder,
          pay: processPayment,
          commit: updateInventory,
          refund: refundPayment,
          fail: failOrder,
          abandon: abandonOrder,
          fence: (_deps: unknown, _key: unknown, runId: typeof runA) => fence('States.Timeout', runId),
        };
        for (const [name, runId] of steps) {
          await acts[name](world, order, runId).catch((error: unknown) => {
            expect(error).toHaveProperty('retry', 'retry');
          });
          const { available = -1, reserved = -1 } = stock() ?? {};
          const isSold = (await world.orders.get(order))?.status === 'COMPLETED';
          expect(available + reserved).toBe(isSold ? 3 : 5);
          expect(Math.min(available, reserved)).toBeGreaterThanOrEqual(0);
        }
        const ended = await world.orders.get(order);
        if (ended?.status === 'COMPLETED')
          expect([await net(), world.gateway.captures.length]).toEqual([5998, 1]);
        if (ended?.status === 'FAILED') expect([await net(), stock()?.available]).toEqual([0, 5]);
      },
    ),
    { numRuns: 500 },
  );
});

test('a hold whose answer was lost is found, even when it took the last unit (F51)', async () => {
  const { world } = await given({ available: 2 });
  const stock: typeof world.stock = {
    ...world.stock,
    hold: async (step) => {
      await world.stock.hold(step);
      throw new OutcomeUnknownError('timed out');
    },
  };
  await expect(validateOrder({ ...world, stock }, order, runA)).rejects.toThrow(OutcomeUnknownError);
  expect(await validateOrder(world, order, runA)).toEqual({ kind: 'held' });
});
