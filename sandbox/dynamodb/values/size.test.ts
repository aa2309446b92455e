import { expect, test } from 'vitest';
import type { AttributeValue } from './attribute-value.ts';
import { itemSize, valueSize } from './size.ts';

test.each<[AttributeValue, number]>([
  [{ S: 'äb' }, 3],
  [{ S: '' }, 0],
  [{ N: '0' }, 1],
  [{ N: '1000' }, 2],
  [{ N: '-12.345' }, 5],
  [{ N: '0.05' }, 2],
  [{ B: 'AAEC' }, 3],
  [{ B: 'AA==' }, 1],
  [{ BOOL: false }, 1],
  [{ NULL: true }, 1],
  [{ SS: ['a', 'bc'] }, 3],
  [{ NS: ['1', '22'] }, 4],
  [{ BS: ['AA==', 'AAEC'] }, 4],
  [{ L: [] }, 3],
  [{ L: [{ S: 'ab' }, { BOOL: true }] }, 8],
  [{ M: { key: { S: 'ab' } } }, 9],
])('%j counts for %i bytes', (value, size) => {
  expect(valueSize(value)).toBe(size);
});

test('an item counts its names', () => {
  expect(itemSize({ ab: { S: 'c' }, ö: { BOOL: true } })).toBe(6);
});
