import { describe, expect, test } from 'vitest';
import { timestampAt } from '../../src/core/kernel/clock.ts';
import { orderIdFrom } from '../../src/core/kernel/ids.ts';
import type { Order, PendingOrder } from '../../src/core/orders/order.ts';
import { markProcessing, claimFor, complete, fail, fence } from '../../src/core/orders/order-moves.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../../src/core/ports/idempotency-store.ts';
import type { ListPosition, OrderStore } from '../../src/core/ports/order-store.ts';
import { pendingOrder, runA, runB, usd } from '../../src/core/testing/memory-world.ts';

export interface OrderStoreWorld {
  readonly orders: OrderStore;
  readonly idempotency: IdempotencyStore;
}

const at = timestampAt(Date.parse('2026-01-15T10:31:00.000Z'));

const orderAt = (name: string, second: number): PendingOrder => {
  const createdAt = timestampAt(Date.parse('2026-01-15T10:00:00.000Z') + second * 1000);
  return { ...pendingOrder(orderIdFrom(name)), createdAt, updatedAt: createdAt };
};

const record = (order: PendingOrder, storedAt = 1_000): IdempotencyRecord => ({
  id: 'order#caller#key',
  requestHash: 'hash',
  response: { statusCode: 201, body: order.orderId, headers: { Location: '/prod/orders/x' } },
  storedAt,
  expiresAt: storedAt + 100,
});

/** What every {@link OrderStore} promises; run against memory and against real tables. */
export function orderStoreContract(name: string, makeWorld: MakeWorld): void {
  keepsOrders(name, makeWorld);
  savesChanges(name, makeWorld);
  placesOncePerKey(name, makeWorld);
  listsOrders(name, makeWorld);
}

type MakeWorld = () => Promise<OrderStoreWorld>;

function keepsOrders(name: string, makeWorld: MakeWorld): void {
  describe(`${name} keeps orders`, () => {
    test('as they were given, in every status', async () => {
      const { orders } = await makeWorld();
      const pending: PendingOrder = {
        ...orderAt('order-1', 0),
        customerEmail: 'c@example.com',
        customerPhone: '+14155550123',
        metadata: { channel: 'web' },
        shippingAddress: { street: 's', city: 'c', state: 'st', zipCode: 'z', country: 'co' },
      };
      const claimed = claimFor(pending, runA, at);
      const fenced = fence(claimed, 'PROCESSING_ERROR', at);
      const history: Order[] = [pending, markProcessing(pending, at), claimed, fenced];
      history.push(
        fail(fenced, { failureReason: 'PROCESSING_ERROR', payment: { status: 'VOIDED', net: usd(0) } }, at),
      );
      await orders.place(pending);
      for (const [index, order] of history.entries()) {
        if (index > 0) expect(await orders.save(history[index - 1] ?? order, order)).toBe('saved');
        expect(await orders.get(order)).toEqual(order);
        expect(await orders.find(order.orderId)).toEqual(order);
        history[index] = order;
      }
    });

    test('and does not find what is not there', async () => {
      const { orders } = await makeWorld();
      const order = orderAt('order-1', 0);
      expect(await orders.find(order.orderId)).toBeUndefined();
      await orders.place(order);
      expect(await orders.get({ ...order, createdAt: at })).toBeUndefined();
    });
  });
}

function savesChanges(name: string, makeWorld: MakeWorld): void {
  describe(`${name} saves a change`, () => {
    test('only over the state that was read', async () => {
      const { orders } = await makeWorld();
      const order = orderAt('order-1', 0);
      await orders.place(order);
      const byA = claimFor(order, runA, at);
      expect(await orders.save(order, byA)).toBe('saved');
      expect(await orders.save(order, claimFor(order, runB, at))).toBe('lost-race');
      expect(await orders.save({ ...byA, version: 1 }, byA)).toBe('lost-race');
      expect(await orders.get(order)).toMatchObject({ runId: runA, version: 2 });
    });

    test('of no order that was never placed', async () => {
      const { orders } = await makeWorld();
      const order = orderAt('order-1', 0);
      expect(await orders.save(order, markProcessing(order, at))).toBe('lost-race');
    });
  });
}

function placesOncePerKey(name: string, makeWorld: MakeWorld): void {
  describe(`${name} places an order once per idempotency key`, () => {
    test('and gives the first record to whoever comes later', async () => {
      const { orders, idempotency } = await makeWorld();
      const [first, second] = [orderAt('order-1', 0), orderAt('order-2', 1)];
      expect(await orders.place(first, record(first))).toEqual({ kind: 'placed' });
      expect(await orders.place(second, record(second))).toEqual({
        kind: 'key-taken',
        record: record(first),
      });
      expect(await orders.find(second.orderId)).toBeUndefined();
      expect(await idempotency.find(record(first).id)).toEqual(record(first));
      expect(await idempotency.find('order#caller#other')).toBeUndefined();
    });

    test('ten at once make one order', async () => {
      const { orders } = await makeWorld();
      const drafts = Array.from({ length: 10 }, (_, index) => orderAt(`order-${String(index)}`, index));
      const outcomes = await Promise.all(drafts.map((order) => orders.place(order, record(order))));
      expect(outcomes.filter((outcome) => outcome.kind === 'placed')).toHaveLength(1);
      expect((await orders.list({ limit: 100 })).orders).toHaveLength(1);
    });

    test('an expired record counts as absent', async () => {
      const { orders } = await makeWorld();
      const [first, late, later] = [orderAt('order-1', 0), orderAt('order-2', 1), orderAt('order-3', 2)];
      await orders.place(first, record(first));
      expect(await orders.place(late, record(late, 1_099))).toMatchObject({ kind: 'key-taken' });
      expect(await orders.place(later, record(later, 1_100))).toEqual({ kind: 'placed' });
    });
  });
}

function listsOrders(name: string, makeWorld: MakeWorld): void {
  describe(`${name} lists orders`, () => {
    test('newest first, page by page, each once', async () => {
      const { orders } = await makeWorld();
      const placed = Array.from({ length: 7 }, (_, index) => orderAt(`order-${String(index)}`, index));
      for (const order of placed) await orders.place(order);
      for (const limit of [1, 2, 3, 7, 100]) {
        expect(await everyPage(orders, limit)).toEqual(placed.map((order) => order.orderId).reverse());
      }
    });

    test('by status, and none under the status that it had', async () => {
      const { orders } = await makeWorld();
      const [one, two] = [orderAt('order-1', 0), orderAt('order-2', 1)];
      for (const order of [one, two]) await orders.place(order);
      const done = complete(
        { ...claimFor(one, runA, at), runId: runA },
        { status: 'CAPTURED', net: usd(5998) },
        at,
      );
      await orders.save(one, done);
      expect((await orders.list({ status: 'COMPLETED', limit: 50 })).orders).toEqual([done]);
      expect((await orders.list({ status: 'PENDING', limit: 50 })).orders).toEqual([two]);
      expect(await orders.list({ status: 'FAILED', limit: 50 })).toEqual({ orders: [] });
    });

    test('that changed their status between two pages, neither lost nor doubled', async () => {
      const { orders } = await makeWorld();
      const placed = [orderAt('order-0', 0), orderAt('order-1', 1), orderAt('order-2', 2)];
      for (const order of placed) await orders.place(order);
      const first = await orders.list({ limit: 2 });
      for (const order of placed) await orders.save(order, markProcessing(order, at));
      const second = await orders.list({ limit: 2, ...(first.next && { from: first.next }) });
      const seen = [...first.orders, ...second.orders].map((order) => order.orderId);
      expect(seen).toEqual(['order-2', 'order-1', 'order-0']);
      expect(second.orders[0]?.status).toBe('PROCESSING');
    });

    test('that are overdue, oldest first', async () => {
      const { orders } = await makeWorld();
      const placed = Array.from({ length: 4 }, (_, index) => orderAt(`order-${String(index)}`, index));
      for (const order of placed) await orders.place(order);
      const found: string[] = [];
      for await (const order of orders.overdue('PENDING', placed[3]?.createdAt ?? at))
        found.push(order.orderId);
      expect(found).toEqual(['order-0', 'order-1', 'order-2']);
    });
  });
}

async function everyPage(orders: OrderStore, limit: number): Promise<readonly string[]> {
  const seen: string[] = [];
  let from: ListPosition | undefined;
  do {
    const page = await orders.list({ limit, ...(from && { from }) });
    seen.push(...page.orders.map((order) => order.orderId));
    from = page.next;
  } while (from !== undefined);
  return seen;
}
