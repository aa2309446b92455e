import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Timestamp } from '../../core/kernel/clock.ts';
import type { OrderKey } from '../../core/kernel/ids.ts';
import type { OrderStatus } from '../../core/orders/order.ts';
import { listShardKey, statusShardKey } from './order-shards.ts';

export interface IndexRead {
  readonly table: string;
  readonly shard: number;
  /** Absent: the index over all orders. */
  readonly status?: OrderStatus;
  readonly limit: number;
  readonly start?: Record<string, unknown> | undefined;
  /** Present: oldest first and only orders from before this instant; absent: newest first. */
  readonly createdBefore?: Timestamp;
}

/** Query of one shard of the status index or of the index over all orders. */
export function indexQueryParams(read: IndexRead): QueryCommandInput {
  const { name, attribute, value } = indexOf(read);
  const isOverdue = read.createdBefore !== undefined;
  return {
    TableName: read.table,
    IndexName: name,
    KeyConditionExpression: isOverdue ? '#shard = :shard AND createdAt < :before' : '#shard = :shard',
    ExpressionAttributeNames: { '#shard': attribute },
    ExpressionAttributeValues: { ':shard': value, ...(isOverdue && { ':before': read.createdBefore }) },
    ScanIndexForward: isOverdue,
    Limit: read.limit,
    ...(read.start && { ExclusiveStartKey: read.start }),
  };
}

/** The full index key of a row that a page ended with. */
export function startOf(read: IndexRead, { orderId, createdAt }: OrderKey): Record<string, unknown> {
  const { attribute, value } = indexOf(read);
  return { [attribute]: value, orderId, createdAt };
}

const indexOf = ({ status, shard }: IndexRead) =>
  status === undefined
    ? { name: 'created-index', attribute: 'listShard', value: listShardKey(shard) }
    : { name: 'status-index', attribute: 'statusShard', value: statusShardKey(status, shard) };
