import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampFrom } from '../kernel/clock.ts';
import { ImpossibleStateError } from '../kernel/faults.ts';
import { usd } from '../testing/memory-world.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { entriesToSettle, entryOf, isSettledAtZero, netOf, summaryOf, withEntry } from './ledger-rules.ts';

const at = timestampFrom('2026-01-15T10:31:00.000Z');
const { currency } = usd(0);
const amount = fc.integer({ min: 1, max: 1_000_000 }).map(usd);
const entry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  amount.map((value) => ({ kind: 'charge' as const, amount: value, at })),
  amount.map((value) => ({ kind: 'refund' as const, amount: value, at })),
  fc.constant({ kind: 'decline' as const, code: 'declined' as const, at }),
  fc.constant({ kind: 'void' as const, at }),
);

test('whatever is tried, in any order: net is never negative and nothing is charged after a void', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (tried) => {
      let entries: readonly LedgerEntry[] = [];
      for (const next of tried) entries = withEntry(entries, next) ?? entries;
      expect(netOf(entries, currency).minor).toBeGreaterThanOrEqual(0);
      const kinds = entries.map((one) => one.kind);
      expect(new Set(kinds).size).toBe(kinds.length);
      if (kinds.includes('void')) expect(kinds.indexOf('charge')).toBeLessThan(kinds.indexOf('void'));
    }),
    { numRuns: 2000 },
  );
});

test('settling brings every ledger to net zero with a tombstone, and settling again adds nothing', () => {
  const given = fc.oneof(
    fc.constant({}),
    amount.map((captured) => ({ captured, refunded: captured })),
  );
  fc.assert(
    fc.property(given, fc.boolean(), (back, isRecorded) => {
      const recorded: readonly LedgerEntry[] =
        isRecorded && 'captured' in back ? [{ kind: 'charge', amount: back.captured, at }] : [];
      const settled = [...recorded, ...entriesToSettle(recorded, back, at)];
      expect(netOf(settled, currency).minor).toBe(0);
      expect(isSettledAtZero(settled, currency)).toBe(true);
      expect(entryOf(settled, 'void')).toBeDefined();
      expect(entriesToSettle(settled, back, at)).toEqual([]);
    }),
  );
});

test('a refund above the capture is refused', () => {
  const given = { captured: usd(100), refunded: usd(101) };
  expect(() => entriesToSettle([], given, at)).toThrow(ImpossibleStateError);
});

test('an open charge, or nothing at all, is not settled at zero', () => {
  expect(isSettledAtZero([], currency)).toBe(false);
  expect(isSettledAtZero([{ kind: 'charge', amount: usd(5), at }], currency)).toBe(false);
});

test.each([
  [[], undefined],
  [['decline'], 'DECLINED'],
  [['charge'], 'CAPTURED'],
  [['void'], 'VOIDED'],
  [['charge', 'refund', 'void'], 'REFUNDED'],
] as const)('a ledger of %j reads as %s', (kinds, status) => {
  const make = (kind: LedgerEntry['kind']): LedgerEntry => {
    if (kind === 'decline') return { kind, code: 'declined', at };
    return kind === 'void' ? { kind, at } : { kind, amount: usd(100), at };
  };
  expect(summaryOf(kinds.map(make), currency)?.status).toBe(status);
});
