import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { totalOf } from '../orders/order-draft.ts';
import { productIdFrom } from './ids.ts';
import { currencyFrom } from './currency.ts';
import { add, decimalOf, minorUnitsOf, money, MoneyError, type Money } from './money.ts';

const currency = (code: string) => {
  const found = currencyFrom(code);
  if (found === undefined) throw new TypeError(code);
  return found;
};
const usd = currency('USD');

describe('minorUnitsOf', () => {
  test.each([
    [29.99, 2999],
    [0.01, 1],
    [100, 10000],
    [0.1, 10],
    [1000000, 100000000],
    [-1.5, -150],
  ])('%d is %d minor units', (decimal, minor) => {
    expect(minorUnitsOf(decimal)).toBe(minor);
  });

  test.each([0.001, 1e-7, 1e21, Number.NaN, Infinity, 29.999])('%d has no exact minor units', (decimal) => {
    expect(minorUnitsOf(decimal)).toBeUndefined();
  });

  test('is undone by decimalOf for every amount the API allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (minor) => {
        expect(minorUnitsOf(decimalOf(money(minor, usd)))).toBe(minor);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a total equals the sum that a BigInt oracle makes of the decimal texts', () => {
  const line = fc.record({
    minor: fc.integer({ min: 1, max: 100_000_000 }),
    quantity: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
      const items = lines.map(({ minor, quantity }, index) => ({
        productId: productIdFrom(`P-${String(index)}`),
        quantity,
        price: money(minorUnitsOf(minor / 100) ?? -1, usd),
      }));
      const oracle = lines.reduce((sum, { minor, quantity }) => sum + BigInt(minor) * BigInt(quantity), 0n);
      expect(BigInt(totalOf(items, usd).minor)).toBe(oracle);
    }),
    { numRuns: 2000 },
  );
});

test('currencies never mix', () => {
  const euros: Money = money(1, currency('EUR'));
  expect(() => add(money(1, usd), euros)).toThrow(MoneyError);
});

test.each(['JPY', 'KWD', 'usd', 'XXX', '', '__proto__'])('%s is not a two-decimal currency', (code) => {
  expect(currencyFrom(code)).toBeUndefined();
});
