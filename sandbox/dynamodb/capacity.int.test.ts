import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createThings, startTables } from './testing.ts';
import type { Tables } from './testing.ts';

let tables: Tables;
const TableName = 'things';
const key = (label: string) => ({ owner: { S: 'ann' }, label: { S: label } });

beforeAll(async () => {
  tables = startTables();
  await createThings(tables);
});
afterAll(() => tables.cloud.stop());

test('a write takes a unit for each kilobyte, and for each index', async () => {
  const Item = { ...key('a'), kind: { S: 'box' }, text: { S: 'x'.repeat(1_500) } };
  const written = await tables.client.send(
    new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' }),
  );
  expect(written.ConsumedCapacity).toEqual({
    TableName,
    CapacityUnits: 4,
    Table: { CapacityUnits: 2 },
    GlobalSecondaryIndexes: { 'by-kind-whole': { CapacityUnits: 2 } },
  });
});

test('a read takes a unit for four kilobytes, half of it when it need not be consistent', async () => {
  await tables.client.send(
    new PutItemCommand({ TableName, Item: { ...key('large'), text: { S: 'x'.repeat(5_000) } } }),
  );
  const units = async (ConsistentRead: boolean) => {
    const read = await tables.client.send(
      new GetItemCommand({ TableName, Key: key('large'), ConsistentRead, ReturnConsumedCapacity: 'TOTAL' }),
    );
    return read.ConsumedCapacity?.CapacityUnits;
  };
  expect(await units(true)).toBe(2);
  expect(await units(false)).toBe(1);
});

test('transactions count double', async () => {
  const done = await tables.client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: key('t1') } }, { Put: { TableName, Item: key('t2') } }],
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(done.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4 }]);
});

test('a page ends before it passes a megabyte, whatever the filter keeps', async () => {
  for (let index = 0; index < 4; index += 1) {
    await tables.client.send(
      new PutItemCommand({
        TableName,
        Item: { owner: { S: 'big' }, label: { S: String(index) }, text: { S: 'x'.repeat(390_000) } },
      }),
    );
  }
  const page = await tables.client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: '#o = :o',
      FilterExpression: 'attribute_not_exists(#t)',
      ExpressionAttributeNames: { '#o': 'owner', '#t': 'text' },
      ExpressionAttributeValues: { ':o': { S: 'big' } },
    }),
  );
  expect(page).toMatchObject({
    Count: 0,
    ScannedCount: 2,
    LastEvaluatedKey: { owner: { S: 'big' }, label: { S: '1' } },
  });
  const counted = await tables.client.send(new ScanCommand({ TableName, Select: 'COUNT', Limit: 3 }));
  expect(counted).toMatchObject({ Count: 3 });
  expect(counted.Items).toBeUndefined();
});
