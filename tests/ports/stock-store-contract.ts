import { describe, expect, test } from 'vitest';
import { committed, holdFor, released } from '../../src/core/inventory/stock-rules.ts';
import type { StockLevel } from '../../src/core/inventory/reservation.ts';
import { timestampAt } from '../../src/core/kernel/clock.ts';
import { orderIdFrom, type ProductId } from '../../src/core/kernel/ids.ts';
import type { ProcessingOrder } from '../../src/core/orders/order.ts';
import { claimFor, complete, fail, fence } from '../../src/core/orders/order-moves.ts';
import { bookId, pendingOrder, penId, runA, usd } from '../../src/core/testing/memory-world.ts';
import type { OrderStore } from '../../src/core/ports/order-store.ts';
import type { StockStore } from '../../src/core/ports/stock-store.ts';

export interface StockStoreWorld {
  readonly orders: OrderStore;
  readonly stock: StockStore;
  /** What an operator may do by hand. */
  readonly overwrite: (productId: ProductId, level: StockLevel | undefined) => Promise<unknown>;
}

const at = timestampAt(Date.parse('2026-01-15T10:31:00.000Z'));
const lines = [
  { productId: bookId, quantity: 2, tracked: true },
  { productId: penId, quantity: 1, tracked: false },
];

/** What every {@link StockStore} promises; run against memory and against real tables. */
export function stockStoreContract(name: string, makeWorld: MakeWorld): void {
  holdsStock(name, makeWorld);
  endsHolds(name, makeWorld);
  outlivesItsRows(name, makeWorld);
}

type MakeWorld = (levels: readonly StockLevel[]) => Promise<StockStoreWorld>;

async function givenBooks(makeWorld: MakeWorld, available = 5) {
  const world = await makeWorld([{ productId: bookId, available, reserved: 0, price: usd(2999) }]);
  const order = await claimedOrder(world.orders, 'order-1');
  const books = async () => (await world.stock.levels([bookId, penId])).get(bookId);
  return { ...world, order, reservation: holdFor(order, lines, at), books };
}

function holdsStock(name: string, makeWorld: MakeWorld): void {
  describe(`${name} holds stock`, () => {
    test('of tracked products only, and remembers what it held', async () => {
      const { stock, order, reservation, books } = await givenBooks(makeWorld);
      expect(await stock.reservation(order.orderId)).toBeUndefined();
      expect(await stock.hold({ order, reservation })).toBe('saved');
      expect(await books()).toEqual({ productId: bookId, available: 3, reserved: 2, price: usd(2999) });
      expect(await stock.reservation(order.orderId)).toEqual(reservation);
      expect((await stock.levels([penId])).size).toBe(0);
    });

    test('all lines or none', async () => {
      const { stock, order, reservation, books } = await givenBooks(makeWorld, 1);
      expect(await stock.hold({ order, reservation })).toBe('lost-race');
      expect(await books()).toMatchObject({ available: 1, reserved: 0 });
      expect(await stock.reservation(order.orderId)).toBeUndefined();
    });

    test('once per order', async () => {
      const { stock, order, reservation, books } = await givenBooks(makeWorld);
      await stock.hold({ order, reservation });
      expect(await stock.hold({ order, reservation })).toBe('lost-race');
      expect(await books()).toMatchObject({ available: 3, reserved: 2 });
    });

    test('not for a product that was looked up as untracked and is tracked', async () => {
      const { stock, order } = await givenBooks(makeWorld);
      const wrong = holdFor(order, [{ productId: bookId, quantity: 2, tracked: false }], at);
      expect(await stock.hold({ order, reservation: wrong })).toBe('lost-race');
    });

    test('not for an order that was fenced', async () => {
      const { orders, stock, order, reservation } = await givenBooks(makeWorld);
      await orders.save(order, fence(order, 'ABANDONED', at));
      expect(await stock.hold({ order, reservation })).toBe('lost-race');
    });

    test('never more than there is, however many try at once', async () => {
      const { orders, stock, books } = await givenBooks(makeWorld, 5);
      const rivals = await Promise.all(
        Array.from({ length: 8 }, (_, index) => claimedOrder(orders, `rival-${String(index)}`)),
      );
      const outcomes = await Promise.all(rivals.map((order) => holdWithPatience(stock, order)));
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(2);
      expect(await books()).toMatchObject({ available: 1, reserved: 4 });
    });
  });
}

function endsHolds(name: string, makeWorld: MakeWorld): void {
  describe(`${name} ends a hold`, () => {
    test('by a sale: the order is COMPLETED and the stock is gone', async () => {
      const { orders, stock, order, reservation, books } = await givenBooks(makeWorld);
      await stock.hold({ order, reservation });
      const after = complete({ ...order, runId: runA }, { status: 'CAPTURED', net: usd(5998) }, at);
      const step = { before: order, after, held: reservation, committed: committed(reservation, at) };
      expect(await stock.commit(step)).toBe('saved');
      expect(await stock.commit(step)).toBe('lost-race');
      expect(await books()).toMatchObject({ available: 3, reserved: 0 });
      expect(await orders.get(order)).toEqual(after);
      expect(await stock.reservation(order.orderId)).toMatchObject({ state: 'COMMITTED' });
    });

    test('by a release: the order is FAILED and the stock is back', async () => {
      const { orders, stock, order, reservation, books } = await givenBooks(makeWorld);
      await stock.hold({ order, reservation });
      const before = fence(order, 'PAYMENT_DECLINED', at);
      await orders.save(order, before);
      const after = fail(before, { failureReason: 'PAYMENT_DECLINED' }, at);
      const step = { before, after, held: reservation, released: released(order, reservation, at) };
      expect(await stock.release(step)).toBe('saved');
      expect(await stock.release(step)).toBe('lost-race');
      expect(await books()).toMatchObject({ available: 5, reserved: 0 });
      expect(await orders.get(order)).toEqual(after);
    });

    test('that never was by a tombstone, which refuses a late hold', async () => {
      const { stock, order, reservation } = await givenBooks(makeWorld);
      const after = fail(order, { failureReason: 'ABANDONED' }, at);
      expect(await stock.release({ before: order, after, released: released(order, undefined, at) })).toBe(
        'saved',
      );
      expect(await stock.reservation(order.orderId)).toMatchObject({ state: 'RELEASED', lines: [] });
      expect(await stock.hold({ order, reservation })).toBe('lost-race');
    });

    test('not by a sale once the order is fenced', async () => {
      const { orders, stock, order, reservation, books } = await givenBooks(makeWorld);
      await stock.hold({ order, reservation });
      await orders.save(order, fence(order, 'PROCESSING_ERROR', at));
      const after = complete({ ...order, runId: runA }, { status: 'CAPTURED', net: usd(5998) }, at);
      const step = { before: order, after, held: reservation, committed: committed(reservation, at) };
      expect(await stock.commit(step)).toBe('lost-race');
      expect(await books()).toMatchObject({ available: 3, reserved: 2 });
    });
  });
}

function outlivesItsRows(name: string, makeWorld: MakeWorld): void {
  const byHand: [string, StockLevel | undefined][] = [
    ['deleted', undefined],
    ['overwritten', { productId: bookId, available: 9, reserved: 0 }],
  ];
  describe.each(byHand)(`${name} with a stock row that was %s under a hold`, (_, level) => {
    test('refuses the sale by name', async () => {
      const { stock, order, reservation, overwrite } = await givenBooks(makeWorld);
      await stock.hold({ order, reservation });
      await overwrite(bookId, level);
      const after = complete({ ...order, runId: runA }, { status: 'CAPTURED', net: usd(5998) }, at);
      const step = { before: order, after, held: reservation, committed: committed(reservation, at) };
      await expect(stock.commit(step)).rejects.toHaveProperty('name', 'StockRowChanged');
    });

    test('releases the order, gives back what it can and leaves the row as it is', async () => {
      const { orders, stock, order, overwrite, books } = await givenBooks(makeWorld);
      await overwrite(penId, { productId: penId, available: 4, reserved: 0 });
      const reservation = holdFor(
        order,
        lines.map((line) => ({ ...line, tracked: true })),
        at,
      );
      await stock.hold({ order, reservation });
      await overwrite(bookId, level);
      const after = fail(order, { failureReason: 'PROCESSING_ERROR' }, at);
      const step = { before: order, after, held: reservation, released: released(order, reservation, at) };
      expect(await stock.release(step)).toBe('saved');
      expect(await orders.get(order)).toEqual(after);
      expect(await stock.reservation(order.orderId)).toMatchObject({ state: 'RELEASED' });
      expect(await books()).toEqual(level);
      expect((await stock.levels([penId])).get(penId)).toMatchObject({ available: 4, reserved: 0 });
    });
  });
}

async function claimedOrder(orders: OrderStore, name: string): Promise<ProcessingOrder> {
  const pending = pendingOrder(orderIdFrom(name));
  const claimed = claimFor(pending, runA, at);
  await orders.place(pending);
  await orders.save(pending, claimed);
  return claimed;
}

/** Holds two books; a store that was merely busy is asked again. */
async function holdWithPatience(stock: StockStore, order: ProcessingOrder): Promise<string> {
  const reservation = holdFor(order, [{ productId: bookId, quantity: 2, tracked: true }], at);
  for (let tried = 0; tried < 20; tried += 1) {
    try {
      return await stock.hold({ order, reservation });
    } catch (error) {
      expect(error).toHaveProperty('name', 'WriteConflict');
    }
  }
  return 'busy';
}
