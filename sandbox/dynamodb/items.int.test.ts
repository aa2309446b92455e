import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createThings, startTables } from './testing.ts';
import type { Tables } from './testing.ts';

type Attributes = Record<string, AttributeValue>;

let tables: Tables;
const TableName = 'things';

beforeEach(async () => {
  tables = startTables();
  await createThings(tables);
});
afterEach(async () => {
  expect(tables.cloud.faults).toEqual([]);
  await tables.cloud.stop();
});

const key = (label: string, owner = 'ann'): Attributes => ({ owner: { S: owner }, label: { S: label } });
const put = (Item: Attributes) => tables.client.send(new PutItemCommand({ TableName, Item }));
const get = async (Key: Attributes) =>
  (await tables.client.send(new GetItemCommand({ TableName, Key }))).Item;

test('an item comes back as it was put, its numbers in their one text', async () => {
  const item = {
    ...key('box'),
    text: { S: 'ä "quoted" \u{1F4E6}' },
    number: { N: '0012.3400E1' },
    bytes: { B: Uint8Array.of(0, 255, 7) },
    yes: { BOOL: true },
    nothing: { NULL: true as const },
    words: { SS: ['b', 'a'] },
    numbers: { NS: ['1.0', '2'] },
    list: { L: [{ S: '' }, { M: { inner: { N: '-0' } } }] },
    constructor: { S: 'a name that objects inherit' },
  };
  await put(item);
  expect(await get(key('box'))).toEqual({
    ...item,
    number: { N: '123.4' },
    numbers: { NS: ['1', '2'] },
    list: { L: [{ S: '' }, { M: { inner: { N: '0' } } }] },
  });
});

test('a put on the condition of absence succeeds once and shows what is there', async () => {
  const command = new PutItemCommand({
    TableName,
    Item: { ...key('box'), colour: { S: 'red' } },
    ConditionExpression: 'attribute_not_exists(#o)',
    ExpressionAttributeNames: { '#o': 'owner' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  await tables.client.send(command);
  const refused = await tables.client.send(command).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(ConditionalCheckFailedException);
  expect(refused).toMatchObject({
    message: 'The conditional request failed',
    Item: { colour: { S: 'red' } },
  });
});

test('an update makes the item, computes from the old one and answers what was asked', async () => {
  const update = (ReturnValues: 'UPDATED_NEW' | 'UPDATED_OLD' | 'ALL_NEW') =>
    tables.client.send(
      new UpdateItemCommand({
        TableName,
        Key: key('counter'),
        UpdateExpression: 'SET hits = if_not_exists(hits, :zero) + :one ADD seen :seen REMOVE gone',
        ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' }, ':seen': { SS: ['x'] } },
        ReturnValues,
      }),
    );
  expect((await update('UPDATED_NEW')).Attributes).toEqual({ hits: { N: '1' }, seen: { SS: ['x'] } });
  expect((await update('UPDATED_OLD')).Attributes).toEqual({ hits: { N: '1' }, seen: { SS: ['x'] } });
  expect((await update('ALL_NEW')).Attributes).toEqual({
    ...key('counter'),
    hits: { N: '3' },
    seen: { SS: ['x'] },
  });
});

test('a query pages through a partition in both directions', async () => {
  for (const label of ['a', 'b', 'c', 'd', 'e']) await put(key(label));
  await put(key('z', 'bob'));
  const read = async (ScanIndexForward: boolean): Promise<string[]> => {
    const labels: string[] = [];
    let ExclusiveStartKey: Attributes | undefined;
    do {
      const page = await tables.client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: '#o = :o AND label BETWEEN :low AND :high',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': { S: 'ann' }, ':low': { S: 'b' }, ':high': { S: 'e' } },
          Limit: 3,
          ScanIndexForward,
          ExclusiveStartKey,
        }),
      );
      labels.push(...(page.Items ?? []).map(({ label }) => label?.S ?? ''));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return labels;
  };
  expect(await read(true)).toEqual(['b', 'c', 'd', 'e']);
  expect(await read(false)).toEqual(['e', 'd', 'c', 'b']);
});

test('an index is sparse, sorted by its own key and holds what it projects', async () => {
  await put({
    ...key('a'),
    kind: { S: 'box' },
    grade: { N: '10' },
    colour: { S: 'red' },
    secret: { S: 's' },
  });
  await put({ ...key('b'), kind: { S: 'box' }, grade: { N: '9' } });
  await put({ ...key('c'), kind: { S: 'box' } });
  const query = (IndexName: string) =>
    tables.client.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: { ':kind': { S: 'box' } },
      }),
    );
  expect((await query('by-kind')).Items).toEqual([
    { ...key('b'), kind: { S: 'box' }, grade: { N: '9' } },
    { ...key('a'), kind: { S: 'box' }, grade: { N: '10' }, colour: { S: 'red' } },
  ]);
  expect((await query('by-kind-whole')).Items).toHaveLength(3);

  await tables.client.send(
    new UpdateItemCommand({ TableName, Key: key('a'), UpdateExpression: 'REMOVE grade' }),
  );
  expect((await query('by-kind')).Count).toBe(1);
});

test('a local index fetches from the table what it does not hold', async () => {
  await put({ ...key('a'), grade: { N: '2' }, colour: { S: 'red' } });
  await put({ ...key('b'), grade: { N: '1' }, colour: { S: 'blue' } });
  const page = await tables.client.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-grade',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'ann' } },
      ProjectionExpression: 'colour',
    }),
  );
  expect(page.Items).toEqual([{ colour: { S: 'blue' } }, { colour: { S: 'red' } }]);
});

test('the segments of a scan are disjoint and together everything', async () => {
  const owners = Array.from({ length: 40 }, (_unused, index) => `owner-${String(index)}`);
  for (const owner of owners) await put(key('only', owner));
  const segments = await Promise.all(
    [0, 1, 2].map(async (Segment) => {
      const page = await tables.client.send(new ScanCommand({ TableName, Segment, TotalSegments: 3 }));
      return (page.Items ?? []).map(({ owner }) => owner?.S);
    }),
  );
  expect(segments.every((segment) => segment.length > 0)).toBe(true);
  expect(segments.flat().sort()).toEqual(owners.sort());
});

test('a transaction does everything or nothing and gives a reason for each action', async () => {
  await put({ ...key('a'), left: { N: '1' } });
  const take = (amount: string) =>
    tables.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('a'),
              UpdateExpression: 'SET #l = #l - :n',
              ConditionExpression: '#l >= :n',
              ExpressionAttributeNames: { '#l': 'left' },
              ExpressionAttributeValues: { ':n': { N: amount } },
            },
          },
          { Put: { TableName, Item: key('b') } },
        ],
      }),
    );
  const refused = await take('2').catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(TransactionCanceledException);
  expect(refused).toMatchObject({
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]',
    CancellationReasons: [
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      { Code: 'None' },
    ],
  });
  expect(await get(key('b'))).toBeUndefined();
  await take('1');
  const both = await tables.client.send(
    new TransactGetItemsCommand({
      TransactItems: [
        {
          Get: {
            TableName,
            Key: key('a'),
            ProjectionExpression: '#l',
            ExpressionAttributeNames: { '#l': 'left' },
          },
        },
        { Get: { TableName, Key: key('b') } },
        { Get: { TableName, Key: key('none') } },
      ],
    }),
  );
  expect(both.Responses).toEqual([{ Item: { left: { N: '0' } } }, { Item: key('b') }, {}]);
});

test('a client token makes a transaction idempotent for ten minutes', async () => {
  const add = (amount: string) =>
    tables.client.send(
      new TransactWriteItemsCommand({
        ClientRequestToken: 'token',
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key('sum'),
              UpdateExpression: 'ADD balance :n',
              ExpressionAttributeValues: { ':n': { N: amount } },
            },
          },
        ],
      }),
    );
  await add('5');
  await add('5');
  expect(await get(key('sum'))).toMatchObject({ balance: { N: '5' } });
  await expect(add('6')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  await tables.clock.advance(10 * 60_000 + 1);
  await add('6');
  expect(await get(key('sum'))).toMatchObject({ balance: { N: '11' } });
});

test('batches write and read many items at once', async () => {
  const keys = ['a', 'b', 'c'].map((label) => key(label));
  const written = await tables.client.send(
    new BatchWriteItemCommand({
      RequestItems: { [TableName]: keys.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
  expect(written.UnprocessedItems).toEqual({});
  await tables.client.send(new DeleteItemCommand({ TableName, Key: key('b') }));
  const found = await tables.client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } }),
  );
  expect(found.Responses?.[TableName]).toEqual([key('a'), key('c')]);
});
