import { accepted, invalid, line, order, posting, tooLarge } from '../input-case.ts';
import type { InputCase } from '../input-case.ts';

const kilobyte = 1_024;
const good = JSON.stringify(order());
const padded = (bytes: number): string => good + ' '.repeat(bytes - good.length);
const lines = (count: number): Record<string, unknown> =>
  order({ items: Array.from({ length: count }, () => line) });

/** Bodies, lines and heads at their bounds and beyond. */
export const sizeCases: readonly InputCase[] = [
  posting('size: 50 lines', lines(50), accepted),
  posting('size: 51 lines', lines(51), invalid('items')),
  posting('size: 3,000 lines', lines(3_000), invalid('items')),
  posting('size: exactly 256 KB', padded(256 * kilobyte), accepted),
  posting('size: 256 KB and a byte', padded(256 * kilobyte + 1), tooLarge),
  posting('size: 300 KB in one text', order({ customerId: 'x'.repeat(300 * kilobyte) }), tooLarge),
  posting('size: 90,000 characters of three bytes', order({ customerId: '\u20ac'.repeat(90_000) }), tooLarge),
  posting('size: 1 MB', padded(kilobyte ** 2), tooLarge),
  posting('size: over the 10 MB of API Gateway', padded(10 * kilobyte ** 2 + 1), tooLarge),
  posting('size: over what the server reads', padded(11 * kilobyte ** 2 + 1), tooLarge),
  {
    name: 'size: 12 KB of header',
    request: { path: '/orders', headers: { 'x-long': 'x'.repeat(12_000) } },
    expected: { status: 431, error: 'RequestRefused' },
  },
  {
    name: 'size: 200 headers',
    request: {
      path: '/orders',
      headers: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${String(index)}`, 'x'])),
    },
    expected: { status: 200 },
  },
];
