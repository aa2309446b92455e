import fc from 'fast-check';
import { expect, test } from 'vitest';
import { productIdFrom } from '../kernel/ids.ts';
import { bookId, bookLevel, pendingOrder, penId, usd } from '../testing/memory-world.ts';
import { decideHold, isStockRefusal, mergeLines, stockDelta } from './stock-rules.ts';

const twoBooks = pendingOrder().items;

test('an untracked product is always available (F49)', () => {
  expect(decideHold(twoBooks, new Map())).toEqual([{ productId: bookId, quantity: 2, tracked: false }]);
});

test('a tracked product never oversells, and the refusal says what is missing', () => {
  const levels = new Map([[bookId, bookLevel(1)]]);
  expect(decideHold(twoBooks, levels)).toEqual({
    kind: 'stock-unavailable',
    productId: bookId,
    wanted: 2,
    available: 1,
  });
});

test('a catalogue price that differs is a refusal, an equal one is not', () => {
  const priced = (minor: number) => new Map([[bookId, { ...bookLevel(9), price: usd(minor) }]]);
  expect(decideHold(twoBooks, priced(2998))).toEqual({ kind: 'price-mismatch', productId: bookId });
  expect(isStockRefusal(decideHold(twoBooks, priced(2999)))).toBe(false);
});

test('lines of one product are one line for stock', () => {
  const lines = [
    { productId: bookId, quantity: 1 },
    { productId: penId, quantity: 5 },
    { productId: bookId, quantity: 2 },
  ];
  expect(mergeLines(lines)).toEqual([
    { productId: bookId, quantity: 3 },
    { productId: penId, quantity: 5 },
  ]);
});

const stockLine = fc.record({ product: fc.nat(4), quantity: fc.integer({ min: 1, max: 1000 }) });

test('merging keeps the number of units of every product', () => {
  fc.assert(
    fc.property(fc.array(stockLine), (drawn) => {
      const lines = drawn.map(({ product, quantity }) => ({
        productId: productIdFrom(`P-${String(product)}`),
        quantity,
      }));
      const units = (of: typeof lines, id: string) =>
        of.filter((line) => line.productId === id).reduce((sum, line) => sum + line.quantity, 0);
      const merged = [...mergeLines(lines)];
      expect(new Set(merged.map((line) => line.productId)).size).toBe(merged.length);
      for (const { productId } of merged) expect(units(merged, productId)).toBe(units(lines, productId));
    }),
  );
});

test('release undoes a hold; a commit takes exactly what was held', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50_000 }), (quantity) => {
      const [hold, commit, release] = (['hold', 'commit', 'release'] as const).map((move) =>
        stockDelta(move, quantity),
      );
      expect([hold?.available, hold?.reserved]).toEqual([-quantity, quantity]);
      expect((hold?.available ?? 0) + (release?.available ?? 0)).toBe(0);
      expect((hold?.reserved ?? 0) + (release?.reserved ?? 0)).toBe(0);
      expect((hold?.reserved ?? 0) + (commit?.reserved ?? 0)).toBe(0);
      expect(commit?.available).toBe(0 * quantity);
    }),
  );
});
