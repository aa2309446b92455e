import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PaymentId } from '../../core/kernel/ids.ts';
import type { LedgerEntry } from '../../core/payments/ledger-entry.ts';
import type { PaymentLedger } from '../../core/ports/payment-ledger.ts';
import type { TransactItem } from './order-params.ts';
import { ledgerEntryFromItem, ledgerItem } from './payment-entry-item.ts';
import { queryAll } from './query-all.ts';
import { transactWrite } from './transact-write.ts';

/** {@link PaymentLedger} on the payments table; rows are only ever added. */
export const dynamodbPaymentLedger = (client: DynamoDBDocumentClient, table: string): PaymentLedger => ({
  async entries(paymentId) {
    const rows = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'paymentId = :paymentId',
      ExpressionAttributeValues: { ':paymentId': paymentId },
      ConsistentRead: true,
    });
    return rows.map(ledgerEntryFromItem);
  },
  async append(paymentId, entries) {
    const { kind } = await transactWrite(client, appendItems(table, paymentId, entries));
    return kind === 'written' ? 'appended' : 'conflict';
  },
});

/** Every row must be new, and a charge is refused where the tombstone stands. */
export function appendItems(
  table: string,
  paymentId: PaymentId,
  entries: readonly LedgerEntry[],
): readonly TransactItem[] {
  const puts = entries.map((entry) => ({
    Put: {
      TableName: table,
      Item: ledgerItem(paymentId, entry),
      ConditionExpression: 'attribute_not_exists(entryId)',
    },
  }));
  const kinds = entries.map((entry) => entry.kind);
  const mayNotBeVoid = kinds.includes('charge') && !kinds.includes('void');
  return mayNotBeVoid ? [noTombstone(table, { paymentId, entryId: 'void' }), ...puts] : puts;
}

export const noTombstone = (table: string, key: Record<string, string>): TransactItem => ({
  ConditionCheck: { TableName: table, Key: key, ConditionExpression: 'attribute_not_exists(entryId)' },
});
