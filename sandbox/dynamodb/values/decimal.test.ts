import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addNumbers, canonicalNumber, compareDecimals, parseDecimal, subtractNumbers } from './decimal.ts';

test.each([
  ['0', '0'],
  ['-0', '0'],
  ['00042', '42'],
  ['+1.0', '1'],
  ['3.1400', '3.14'],
  ['.5', '0.5'],
  ['1.5E2', '150'],
  ['-1e-3', '-0.001'],
  ['100', '100'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['1E-130', `0.${'0'.repeat(129)}1`],
  ['1E125', `1${'0'.repeat(125)}`],
])('%s is kept as %s', (text, canonical) => {
  expect(canonicalNumber(text)).toBe(canonical);
});

test.each([
  ['', 'The parameter cannot be converted to a numeric value'],
  ['abc', 'The parameter cannot be converted to a numeric value: abc'],
  ['1.2.3', 'The parameter cannot be converted to a numeric value: 1.2.3'],
  ['Infinity', 'The parameter cannot be converted to a numeric value: Infinity'],
  ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
  ['1E126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1E-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
])('%s is refused', (text, message) => {
  expect(() => canonicalNumber(text)).toThrow(message);
});

/** A number of up to 18 digits as an integer count of billionths: exact for BigInt and for DynamoDB. */
const billionths = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

function textOf(value: bigint): string {
  return `${String(value)}e-9`;
}

test('sums and differences are exact', () => {
  fc.assert(
    fc.property(billionths, billionths, (left, right) => {
      const [a, b] = [canonicalNumber(textOf(left)), canonicalNumber(textOf(right))];
      expect(addNumbers(a, b)).toBe(canonicalNumber(textOf(left + right)));
      expect(subtractNumbers(a, b)).toBe(canonicalNumber(textOf(left - right)));
    }),
  );
});

test('order is the order of the values', () => {
  fc.assert(
    fc.property(billionths, billionths, (left, right) => {
      const order = compareDecimals(parseDecimal(textOf(left)), parseDecimal(textOf(right)));
      expect(Math.sign(order)).toBe(left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});

test('a sum that needs more digits than DynamoDB keeps is refused, not rounded', () => {
  expect(() => addNumbers('1E38', '1')).toThrow('more than 38 significant digits');
});
