import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { orderTables, tableNames } from '../../../tests/ports/order-tables.ts';
import { timestampAt } from '../../core/kernel/clock.ts';
import { orderIdFrom, type OrderKey } from '../../core/kernel/ids.ts';
import { pendingOrder } from '../../core/testing/memory-world.ts';
import { dynamodbOrderStore } from './dynamodb-order-store.ts';

test('one unreadable row hides no other order from a list or from the reconciler, and is reported', async () => {
  const { documents, stop } = await orderTables();
  onTestFinished(stop);
  const reported: OrderKey[] = [];
  const orders = dynamodbOrderStore(documents, {
    orders: tableNames.orders,
    report: (key) => reported.push(key),
  });
  const fine = pendingOrder(orderIdFrom('fine'));
  await orders.place(fine);
  const damaged = { orderId: 'damaged', createdAt: fine.createdAt, status: 'PENDING', items: 'none' };
  const Item = { ...damaged, statusShard: 'PENDING#0', listShard: 'ORDER#0' };
  await documents.send(new PutCommand({ TableName: tableNames.orders, Item }));

  const ids = async (status?: 'PENDING') =>
    (await orders.list({ limit: 10, ...(status && { status }) })).orders.map(({ orderId }) => orderId);
  expect(await ids()).toEqual(['fine']);
  expect(await ids('PENDING')).toEqual(['fine']);
  const overdue: string[] = [];
  const later = timestampAt(Date.parse(fine.createdAt) + 1_000);
  for await (const { orderId } of orders.overdue('PENDING', later)) overdue.push(orderId);
  expect(overdue).toEqual(['fine']);
  expect(reported.map(({ orderId }) => orderId)).toEqual(['damaged', 'damaged', 'damaged']);
});
