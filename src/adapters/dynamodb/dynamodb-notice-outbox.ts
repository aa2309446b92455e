import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Timestamp } from '../../core/kernel/clock.ts';
import type { OrderKey } from '../../core/kernel/ids.ts';
import { isEnded } from '../../core/orders/order.ts';
import type { NoticeOutbox } from '../../core/ports/notice-outbox.ts';
import { reading, writing } from '../sdk-faults.ts';
import { keyOf } from './order-key.ts';
import { allShards, noticeShardKey } from './order-shards.ts';
import { readableOrders, type ReportUnreadable } from './readable-orders.ts';

/** {@link NoticeOutbox} on the sparse index of the orders table that ending an order writes it into. */
export const dynamodbNoticeOutbox = (
  client: DynamoDBDocumentClient,
  table: string,
  report: ReportUnreadable,
): NoticeOutbox => ({
  async *due(endedBefore) {
    for await (const key of keysDue(client, table, endedBefore)) {
      const { Item } = await reading(
        client.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true })),
      );
      // The index lags: an order that has been taken out in the meantime is left alone.
      if (Item?.['noticeShard'] === undefined) continue;
      yield* readableOrders([Item], report).filter(isEnded);
    }
  },
  async close(order) {
    try {
      await writing(client.send(new UpdateCommand(closeParams(table, order))));
    } catch (error) {
      // An order that is gone altogether owes nothing.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});

async function* keysDue(
  client: DynamoDBDocumentClient,
  table: string,
  endedBefore: Timestamp,
): AsyncIterable<OrderKey> {
  for (const shard of allShards()) {
    let start: Record<string, unknown> | undefined;
    do {
      const answer = await reading(
        client.send(new QueryCommand(dueParams(table, shard, { endedBefore, start }))),
      );
      yield* (answer.Items ?? []).map(keyOf);
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

/** One page of the orders of a shard that ended before an instant, oldest end first. */
export const dueParams = (
  table: string,
  shard: number,
  page: { endedBefore: Timestamp; start?: Record<string, unknown> | undefined },
) => ({
  TableName: table,
  IndexName: 'notice-index',
  KeyConditionExpression: 'noticeShard = :shard AND updatedAt < :before',
  ExpressionAttributeValues: { ':shard': noticeShardKey(shard), ':before': page.endedBefore },
  Limit: 100,
  ...(page.start && { ExclusiveStartKey: page.start }),
});

const closeParams = (table: string, { orderId, createdAt }: OrderKey) => ({
  TableName: table,
  Key: { orderId, createdAt },
  UpdateExpression: 'REMOVE noticeShard',
  ConditionExpression: 'attribute_exists(orderId)',
});
