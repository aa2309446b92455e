import * as z from 'zod';
import { CorruptRecordError } from '../../../core/kernel/faults.ts';
import type { Money } from '../../../core/kernel/money.ts';
import { type DeclineCode, declineCodes } from '../../../core/payments/ledger-entry.ts';
import { amountFrom } from '../../dynamodb/payment-entry-item.ts';

/** What the provider remembers under one key. */
export interface ProviderAccount {
  readonly charge?: { readonly amount: Money; readonly token: string };
  readonly decline?: DeclineCode;
  readonly refund?: Money;
  readonly isVoid: boolean;
  readonly chargeAttempts: number;
  readonly refundAttempts: number;
}

/** Reads the rows of one key. `kind` is for people and checkers; `entryId` makes each kind, or each attempt, unique. */
export function accountFrom(items: readonly Record<string, unknown>[]): ProviderAccount {
  const rows = items.map(parseRow);
  const row = (entryId: string) => rows.find((candidate) => candidate.entryId === entryId);
  const count = (prefix: string) => rows.filter((candidate) => candidate.entryId.startsWith(prefix)).length;
  const captured = row('charge');
  const refunded = row('refund');
  const code = row('decline')?.code;
  return {
    ...(captured && { charge: { amount: amountOf(captured), token: captured.token ?? '' } }),
    ...(code && { decline: code }),
    ...(refunded && { refund: amountOf(refunded) }),
    isVoid: row('void') !== undefined,
    chargeAttempts: count('charge-attempt-'),
    refundAttempts: count('refund-attempt-'),
  };
}

const rowSchema = z.object({
  entryId: z.string(),
  amountMinor: z.int().optional(),
  currency: z.string().optional(),
  code: z.enum(declineCodes).optional(),
  token: z.string().optional(),
});
type Row = z.infer<typeof rowSchema>;

function parseRow(item: Record<string, unknown>): Row {
  const parsed = rowSchema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new CorruptRecordError('a row of the simulated provider is not readable', { cause: parsed.error });
}

const amountOf = ({ amountMinor = Number.NaN, currency = '' }: Row): Money =>
  amountFrom({ amountMinor, currency });
