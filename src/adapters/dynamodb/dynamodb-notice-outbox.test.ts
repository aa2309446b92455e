import { describe, expect, test } from 'vitest';
import { timestampFrom } from '../../core/kernel/clock.ts';
import { markProcessing, complete, fail } from '../../core/orders/order-moves.ts';
import { pendingOrder, runA, usd } from '../../core/testing/memory-world.ts';
import { dueParams } from './dynamodb-notice-outbox.ts';
import { orderFromItem, orderItem } from './order-item.ts';

const pending = pendingOrder();
const processing = { ...markProcessing(pending, pending.createdAt), runId: runA };
const completed = complete(processing, { status: 'CAPTURED', net: usd(5998) }, pending.createdAt);
const failed = fail(processing, { failureReason: 'OUT_OF_STOCK' }, pending.createdAt);

describe('the index of notices due', () => {
  test('is entered by the write that ends an order, and by no other', () => {
    expect([completed, failed].map((order) => orderItem(order)['noticeShard'])).toEqual([
      'NOTICE#0',
      'NOTICE#0',
    ]);
    expect([pending, processing].map((order) => orderItem(order)['noticeShard'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('adds nothing to the order that is read back', () => {
    expect(orderFromItem(orderItem(completed))).toEqual(completed);
  });

  test('is read oldest end first, up to an instant', () => {
    const endedBefore = timestampFrom('2026-01-15T10:30:00.000Z');
    expect(dueParams('orders', 0, { endedBefore })).toEqual({
      TableName: 'orders',
      IndexName: 'notice-index',
      KeyConditionExpression: 'noticeShard = :shard AND updatedAt < :before',
      ExpressionAttributeValues: { ':shard': 'NOTICE#0', ':before': '2026-01-15T10:30:00.000Z' },
      Limit: 100,
    });
  });
});
