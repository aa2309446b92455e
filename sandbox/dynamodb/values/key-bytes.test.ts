import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, parseDecimal } from './decimal.ts';
import { afterPrefix, keyBytes } from './key-bytes.ts';

/** Numbers of every size that DynamoDB keeps, in no particular notation. */
const numbers = fc
  .record({
    digits: fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
    scale: fc.integer({ min: -130, max: 87 }),
  })
  .map(({ digits, scale }) => `${String(digits)}e${String(scale)}`);

test('the order of number bytes is the order of the numbers', () => {
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      const bytes = Buffer.compare(keyBytes({ N: left }), keyBytes({ N: right }));
      expect(Math.sign(bytes)).toBe(Math.sign(compareDecimals(parseDecimal(left), parseDecimal(right))));
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['-1', '-0.9'],
  ['-10', '-1'],
  ['-12', '-1.2'],
  ['-1', '0'],
  ['0', '1E-130'],
  ['1', '1.1'],
  ['9.9', '10'],
])('%s sorts before %s', (less, more) => {
  expect(Buffer.compare(keyBytes({ N: less }), keyBytes({ N: more }))).toBe(-1);
});

test('the order of text bytes is the order of its UTF-8, beyond the basic plane too', () => {
  const texts = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const points = (text: string): number[] => [...text].map((point) => point.codePointAt(0) ?? 0);
      const [a, b] = [points(left), points(right)];
      const at = a.findIndex((point, index) => point !== b[index]);
      const expected = at === -1 ? Math.sign(a.length - b.length) : Math.sign((a[at] ?? 0) - (b[at] ?? -1));
      expect(Buffer.compare(keyBytes({ S: left }), keyBytes({ S: right }))).toBe(expected);
    }),
  );
});

test('afterPrefix is above everything with the prefix and not above anything else that is above it', () => {
  const bytes = fc.uint8Array({ maxLength: 4 });
  fc.assert(
    fc.property(bytes, bytes, (prefix, other) => {
      const bound = afterPrefix(prefix);
      const beginsWith = Buffer.compare(other.subarray(0, prefix.length), prefix) === 0;
      const isAtLeast = Buffer.compare(other, prefix) >= 0;
      const isBelow = bound === undefined || Buffer.compare(other, bound) < 0;
      expect(isAtLeast && isBelow).toBe(beginsWith);
    }),
  );
});
