import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import type { ListPosition } from '../../core/ports/order-store.ts';
import { mergeShards } from './merge-shards.ts';
import { shardOf } from './order-shards.ts';

interface Row {
  readonly [attribute: string]: unknown;
  readonly orderId: string;
  readonly createdAt: string;
}

/** A shard as its index gives it: newest first, read on from a position. */
const readFrom = (rows: readonly Row[], position: ListPosition[number], wanted: number) => {
  if (position === 'end') return { position, rows: [] };
  const start = position === null ? 0 : rows.findIndex((row) => row.orderId === position.orderId) + 1;
  return { position, rows: rows.slice(start, start + wanted) };
};

test.each([1, 4, 10])('with %i shards, paging gives every row once, newest first', (shards) => {
  const instants = fc.array(fc.integer({ min: 100, max: 130 }), { maxLength: 60 });
  fc.assert(
    fc.property(instants, fc.integer({ min: 1, max: 7 }), (drawn, limit) => {
      const all = drawn.map((instant, index) => ({
        orderId: `o-${String(index)}`,
        createdAt: String(instant),
      }));
      const byShard = Array.from({ length: shards }, (_, shard) =>
        all
          .filter((row) => shardOf(orderIdFrom(row.orderId), shards) === shard)
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
      );
      const seen: Row[] = [];
      let position: ListPosition | undefined = byShard.map(() => null);
      while (position !== undefined) {
        const from: ListPosition = position;
        const reads = byShard.map((rows, shard) => readFrom(rows, from[shard] ?? null, limit + 1));
        const page = mergeShards(reads, limit);
        expect(page.rows.length === limit || page.next === undefined).toBe(true);
        seen.push(...(page.rows as Row[]));
        position = page.next;
      }
      expect(seen.map((row) => row.createdAt)).toEqual(
        all
          .map((row) => row.createdAt)
          .sort()
          .reverse(),
      );
      expect(new Set(seen.map((row) => row.orderId)).size).toBe(all.length);
    }),
  );
});

test('the shard of an id never changes, and ids spread over all shards', () => {
  expect(shardOf(orderIdFrom('550e8400-e29b-41d4-a716-446655440000'), 10)).toBe(
    shardOf(orderIdFrom('550e8400-e29b-41d4-a716-446655440000'), 10),
  );
  const used = new Set(
    Array.from({ length: 200 }, (_, index) => shardOf(orderIdFrom(`order-${String(index)}`), 10)),
  );
  expect(used.size).toBe(10);
});
