import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Clock, timestampAt } from '../../../core/kernel/clock.ts';
import type { PaymentId } from '../../../core/kernel/ids.ts';
import type { TransactItem } from '../../dynamodb/order-params.ts';
import { queryAll } from '../../dynamodb/query-all.ts';
import { transactWrite } from '../../dynamodb/transact-write.ts';
import { accountFrom, type ProviderAccount } from './provider-entry.ts';

/** The provider's own append-only ledger: the independent witness of ours. Written by the simulator alone. */
export interface ProviderTable {
  read(key: PaymentId): Promise<ProviderAccount>;
  /** Adds rows, none of which may exist, unless one of `unless` does: all or none. */
  add(key: PaymentId, rows: readonly NewRow[], unless?: readonly string[]): Promise<'added' | 'refused'>;
}

export interface NewRow {
  readonly entryId: string;
  readonly kind: 'CHARGE' | 'DECLINE' | 'REFUND' | 'VOID' | 'CHARGE_ATTEMPT' | 'REFUND_ATTEMPT';
  readonly [attribute: string]: unknown;
}

export interface ProviderTableDeps {
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  readonly table: string;
}

export const providerTable = ({ client, clock, table }: ProviderTableDeps): ProviderTable => ({
  async read(paymentKey) {
    const rows = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'paymentKey = :paymentKey',
      ExpressionAttributeValues: { ':paymentKey': paymentKey },
      ConsistentRead: true,
    });
    return accountFrom(rows);
  },
  async add(paymentKey, rows, unless = []) {
    const at = timestampAt(clock.now());
    const condition = { TableName: table, ConditionExpression: 'attribute_not_exists(entryId)' };
    const items: TransactItem[] = [
      ...unless.map((entryId) => ({ ConditionCheck: { ...condition, Key: { paymentKey, entryId } } })),
      ...rows.map((row) => ({ Put: { ...condition, Item: { paymentKey, ...row, at } } })),
    ];
    const { kind } = await transactWrite(client, items);
    return kind === 'written' ? 'added' : 'refused';
  },
});
