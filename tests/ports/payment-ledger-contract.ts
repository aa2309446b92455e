import { describe, expect, test } from 'vitest';
import { timestampAt } from '../../src/core/kernel/clock.ts';
import { orderIdFrom, paymentIdOf } from '../../src/core/kernel/ids.ts';
import type { LedgerEntry } from '../../src/core/payments/ledger-entry.ts';
import { usd } from '../../src/core/testing/memory-world.ts';
import type { PaymentLedger } from '../../src/core/ports/payment-ledger.ts';

const at = timestampAt(Date.parse('2026-01-15T10:31:00.000Z'));
const paymentId = paymentIdOf(orderIdFrom('order-1'));
const chargeOf = (minor: number): LedgerEntry => ({ kind: 'charge', amount: usd(minor), at });
const charge = chargeOf(10997);
const refund: LedgerEntry = { kind: 'refund', amount: usd(10997), at };
const decline: LedgerEntry = { kind: 'decline', code: 'insufficient_funds', at };
const tombstone: LedgerEntry = { kind: 'void', at };

/** What every {@link PaymentLedger} promises; run against memory and against a real table. */
export function paymentLedgerContract(name: string, makeLedger: () => Promise<PaymentLedger>): void {
  describe(`${name}, a payment ledger`, () => {
    test('keeps every kind of entry as it was given', async () => {
      const ledger = await makeLedger();
      expect(await ledger.entries(paymentId)).toEqual([]);
      for (const entry of [charge, refund, decline, tombstone]) {
        expect(await ledger.append(paymentId, [entry])).toBe('appended');
      }
      expect(await ledger.entries(paymentId)).toHaveLength(4);
      expect(await ledger.entries(paymentId)).toEqual(
        expect.arrayContaining([charge, refund, decline, tombstone]),
      );
      expect(await ledger.entries(paymentIdOf(orderIdFrom('order-2')))).toEqual([]);
    });

    test('takes each kind once', async () => {
      const ledger = await makeLedger();
      await ledger.append(paymentId, [charge]);
      expect(await ledger.append(paymentId, [chargeOf(1)])).toBe('conflict');
      expect(await ledger.entries(paymentId)).toEqual([charge]);
    });

    test('appends all entries or none', async () => {
      const ledger = await makeLedger();
      await ledger.append(paymentId, [charge]);
      expect(await ledger.append(paymentId, [charge, refund, tombstone])).toBe('conflict');
      expect(await ledger.entries(paymentId)).toEqual([charge]);
      expect(await ledger.append(paymentId, [refund, tombstone])).toBe('appended');
    });

    test('refuses a charge behind a tombstone, and takes both at once', async () => {
      const ledger = await makeLedger();
      await ledger.append(paymentId, [tombstone]);
      expect(await ledger.append(paymentId, [charge])).toBe('conflict');
      const other = paymentIdOf(orderIdFrom('order-2'));
      expect(await ledger.append(other, [charge, refund, tombstone])).toBe('appended');
    });
  });
}
