import * as z from 'zod';
import { timestampFrom } from '../../core/kernel/clock.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { CorruptRecordError } from '../../core/kernel/faults.ts';
import type { PaymentId } from '../../core/kernel/ids.ts';
import { type Money, money } from '../../core/kernel/money.ts';
import { declineCodes, type LedgerEntry } from '../../core/payments/ledger-entry.ts';

/** A ledger entry as a row: one row per kind, so `entryId` is the kind. Amounts are whole minor units. */
export function ledgerItem(paymentId: PaymentId, entry: LedgerEntry): Record<string, unknown> {
  const { kind, at, ...detail } = entry;
  return { paymentId, entryId: kind, at, ...('amount' in detail ? amountAttributes(detail.amount) : detail) };
}

/** @throws CorruptRecordError when a row does not have the shape that {@link ledgerItem} writes */
export function ledgerEntryFromItem(item: Record<string, unknown>): LedgerEntry {
  const parsed = storedEntrySchema.safeParse(item);
  if (!parsed.success)
    throw new CorruptRecordError('a ledger entry is not readable', { cause: parsed.error });
  const { data } = parsed;
  switch (data.entryId) {
    case 'charge':
    case 'refund':
      return { kind: data.entryId, amount: amountFrom(data), at: data.at };
    case 'decline':
      return { kind: 'decline', code: data.code, at: data.at };
    case 'void':
      return { kind: 'void', at: data.at };
  }
}

export const amountAttributes = ({ minor, currency }: Money) => ({ amountMinor: minor, currency });

/** @throws CorruptRecordError when the currency is unknown */
export function amountFrom({
  amountMinor,
  currency: code,
}: {
  amountMinor: number;
  currency: string;
}): Money {
  const currency = currencyFrom(code);
  if (currency === undefined) throw new CorruptRecordError(`an amount has the currency ${code}`);
  return money(amountMinor, currency);
}

const at = z.string().transform(timestampFrom);
const amount = { amountMinor: z.int(), currency: z.string() };

const storedEntrySchema = z.discriminatedUnion('entryId', [
  z.object({ entryId: z.literal('charge'), ...amount, at }),
  z.object({ entryId: z.literal('refund'), ...amount, at }),
  z.object({ entryId: z.literal('decline'), code: z.enum(declineCodes), at }),
  z.object({ entryId: z.literal('void'), at }),
]);
