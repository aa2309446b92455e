import type { Order, OrderStatus } from '../orders/order.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../ports/idempotency-store.ts';
import type { ListPosition, OrderStore } from '../ports/order-store.ts';

/** Orders and idempotency records of one in-memory world; the memory adapters of several ports share it. */
export interface MemoryOrders {
  readonly orders: Map<string, Order>;
  readonly records: Map<string, IdempotencyRecord>;
}

export const memoryOrders = (): MemoryOrders => ({ orders: new Map(), records: new Map() });

/** An {@link OrderStore} for pure tests: the port's promises without a database. */
export function memoryOrderStore(world: MemoryOrders): OrderStore {
  const stored = (orderId: string) => world.orders.get(orderId);
  const newestFirst = (status?: OrderStatus) =>
    [...world.orders.values()]
      .filter((order) => status === undefined || order.status === status)
      .sort((a, b) => compare(b.createdAt, a.createdAt) || compare(b.orderId, a.orderId));
  return {
    async place(order, record) {
      const taken = record && world.records.get(record.id);
      if (record && taken && taken.expiresAt > record.storedAt) return { kind: 'key-taken', record: taken };
      if (record) world.records.set(record.id, record);
      world.orders.set(order.orderId, order);
      return { kind: 'placed' };
    },
    async get({ orderId, createdAt }) {
      const order = stored(orderId);
      return order?.createdAt === createdAt ? order : undefined;
    },
    async find(orderId) {
      return stored(orderId);
    },
    async list({ status, limit, from }) {
      const all = newestFirst(status);
      const start = startOf(all, from);
      const orders = all.slice(start, start + limit);
      const last = orders.at(-1);
      const hasMore = last !== undefined && start + limit < all.length;
      return { orders, ...(hasMore && { next: [{ orderId: last.orderId, createdAt: last.createdAt }] }) };
    },
    async *overdue(status, createdBefore) {
      yield* newestFirst(status)
        .reverse()
        .filter((order) => order.createdAt < createdBefore);
    },
    async save(before, after) {
      if (!isUnchanged(stored(before.orderId), before)) return 'lost-race';
      world.orders.set(after.orderId, after);
      return 'saved';
    },
  };
}

/** The records that `place` leaves in the same world. */
export const memoryIdempotencyStore = (world: MemoryOrders): IdempotencyStore => ({
  async find(id) {
    return world.records.get(id);
  },
});

/** A write names the version that it read, and the version covers every other field. */
export const isUnchanged = (stored: Order | undefined, expected: Order): boolean =>
  stored?.version === expected.version && stored.status === expected.status;

function startOf(all: readonly Order[], from: ListPosition | undefined): number {
  const position = from?.[0];
  if (position === undefined || position === null) return 0;
  if (position === 'end') return all.length;
  return all.findIndex((order) => order.orderId === position.orderId) + 1;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
