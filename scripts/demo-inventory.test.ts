import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stockFromItem } from '../src/adapters/dynamodb/stock-item.ts';

test('the demo stock is readable and has a product of every kind', () => {
  // Every row is checked by the reader that the functions use.
  const rows = JSON.parse(readFileSync('demo/inventory.json', 'utf8')) as Record<string, unknown>[];
  const levels = new Map(rows.map(stockFromItem).map((level) => [level.productId as string, level]));
  expect(levels.size).toBe(rows.length);
  for (const product of ['PROD-001', 'PROD-002'])
    expect(levels.get(product)?.available).toBeGreaterThan(10_000);
  expect(levels.get('PROD-SOLD-OUT')).toMatchObject({ available: 0 });
  expect([...levels.values()].filter((level) => level.price !== undefined)).not.toEqual([]);
});
