import type { PutCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Order, PendingOrder, ProcessingOrder } from '../../core/orders/order.ts';
import type { IdempotencyRecord } from '../../core/ports/idempotency-store.ts';
import { orderItem } from './order-item.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Stores a new order; its id is random, so a row under it can only be an earlier attempt of this very write. */
export const placeParams = (table: string, order: PendingOrder): PutCommandInput => ({
  TableName: table,
  Item: orderItem(order),
  ConditionExpression: 'attribute_not_exists(orderId)',
});

/** The record of an idempotency key; an expired one counts as absent, since TTL deletes late. */
export const recordParams = (table: string, record: IdempotencyRecord): PutCommandInput => ({
  TableName: table,
  Item: { ...record },
  ConditionExpression: 'attribute_not_exists(id) OR expiresAt <= :now',
  ExpressionAttributeValues: { ':now': record.storedAt },
});

/** Replaces `before` by `after` only if the row still is `before`, in everything that decisions depend on. */
export function saveParams(table: string, before: Order, after: Order): PutCommandInput {
  const owner = ownership(before);
  return {
    TableName: table,
    Item: orderItem(after),
    ConditionExpression: all('#status = :status', '#version = :version', ...owner.conditions),
    ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
    ExpressionAttributeValues: { ':status': before.status, ':version': before.version, ...owner.values },
  };
}

/** Refuses a hold for an order that has moved on, changed hands or been fenced. */
export const openOrderCheck = (table: string, order: ProcessingOrder): TransactItem => {
  const owner = ownership(order);
  return {
    ConditionCheck: {
      TableName: table,
      Key: { orderId: order.orderId, createdAt: order.createdAt },
      ConditionExpression: all('#status = :status', ...owner.conditions),
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':status': order.status, ...owner.values },
    },
  };
};

/** Owner and fence, each either as it was read or still absent. */
function ownership(order: Order): { conditions: readonly string[]; values: Record<string, string> } {
  const runId = 'runId' in order ? order.runId : undefined;
  const failing = 'failing' in order ? order.failing : undefined;
  return {
    conditions: [
      runId === undefined ? 'attribute_not_exists(runId)' : 'runId = :runId',
      failing === undefined ? 'attribute_not_exists(failing)' : 'failing = :failing',
    ],
    values: {
      ...(runId !== undefined && { ':runId': runId }),
      ...(failing !== undefined && { ':failing': failing }),
    },
  };
}

const all = (...conditions: readonly string[]): string => conditions.join(' AND ');
