import { expect, test } from 'vitest';
import { periodOf } from './quotas.ts';

test.each([
  ['DAY', '2026-11-22T23:59:59Z', '2026-11-22'],
  ['MONTH', '2026-11-30T23:59:59Z', '2026-11'],
] as const)('%s of %s', (period, instant, expected) => {
  expect(periodOf(period, Date.parse(instant))).toBe(expected);
});

test('weeks begin on Sunday', () => {
  const week = (instant: string): string => periodOf('WEEK', Date.parse(instant));
  expect(week('2026-11-22T00:00:00Z')).toBe(week('2026-11-28T23:59:59Z'));
  expect(week('2026-11-21T23:59:59Z')).not.toBe(week('2026-11-22T00:00:00Z'));
});
