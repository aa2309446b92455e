import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createThings, startTables, thingsTable } from './testing.ts';
import type { Tables } from './testing.ts';

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

const put = (label: string, more = {}) =>
  tables.client.send(
    new PutItemCommand({ TableName, Item: { owner: { S: 'ann' }, label: { S: label }, ...more } }),
  );
const describeThings = async () => (await tables.client.send(new DescribeTableCommand({ TableName }))).Table;

test('a table describes itself, with exact counts', async () => {
  await put('a', { kind: { S: 'box' } });
  await put('b');
  expect(await describeThings()).toMatchObject({
    TableName,
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ItemCount: 2,
    TableSizeBytes: 35,
    GlobalSecondaryIndexes: [
      { IndexName: 'by-kind', ItemCount: 0 },
      { IndexName: 'by-kind-whole', ItemCount: 1, IndexStatus: 'ACTIVE' },
    ],
    LocalSecondaryIndexes: [{ IndexName: 'by-grade' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

test('tables are listed in order, in pages', async () => {
  for (const name of ['zebra', 'apple']) {
    await tables.client.send(new CreateTableCommand({ ...thingsTable, TableName: name }));
  }
  const first = await tables.client.send(new ListTablesCommand({ Limit: 2 }));
  expect(first).toMatchObject({ TableNames: ['apple', 'things'], LastEvaluatedTableName: 'things' });
  const rest = await tables.client.send(
    new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }),
  );
  expect(rest.TableNames).toEqual(['zebra']);
  expect(rest.LastEvaluatedTableName).toBeUndefined();
});

test('a deleted table is gone with its items, and its name is free', async () => {
  await put('a');
  await tables.client.send(new DeleteTableCommand({ TableName }));
  await expect(describeThings()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: things not found',
  });
  await createThings(tables);
  expect(await describeThings()).toMatchObject({ ItemCount: 0 });
  await expect(createThings(tables)).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: 'Table already exists: things',
  });
});

test('a new index takes in what is there, and a removed one is unknown', async () => {
  await put('a', { colour: { S: 'red' } });
  await put('b');
  await tables.client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'colour', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-colour',
            KeySchema: [{ AttributeName: 'colour', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        },
      ],
    }),
  );
  const query = () =>
    tables.client.send(
      new QueryCommand({
        TableName,
        IndexName: 'by-colour',
        KeyConditionExpression: 'colour = :c',
        ExpressionAttributeValues: { ':c': { S: 'red' } },
      }),
    );
  expect(await query()).toMatchObject({ Count: 1 });
  await tables.client.send(
    new UpdateTableCommand({
      TableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-colour' } }],
    }),
  );
  await expect(query()).rejects.toMatchObject({
    message: 'The table does not have the specified index: by-colour',
  });
  const described = await describeThings();
  expect(described?.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).not.toContain('colour');
});

test('deletion protection holds until it is taken away', async () => {
  const protect = (DeletionProtectionEnabled: boolean) =>
    tables.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
  const remove = () => tables.client.send(new DeleteTableCommand({ TableName }));
  await protect(true);
  await expect(remove()).rejects.toMatchObject({ name: 'ValidationException' });
  await protect(false);
  await remove();
});

test('tags come and go', async () => {
  const ResourceArn = (await describeThings())?.TableArn ?? '';
  const Tags = [
    { Key: 'team', Value: 'blue' },
    { Key: 'cost', Value: '1' },
  ];
  await tables.client.send(new TagResourceCommand({ ResourceArn, Tags }));
  await tables.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['cost'] }));
  const listed = await tables.client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  expect(listed.Tags).toEqual([{ Key: 'team', Value: 'blue' }]);
});

test('a table without TTL says so', async () => {
  const ttl = await tables.client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(ttl.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
});

test('PartiQL and legacy parameters are refused by name', async () => {
  const Key = { owner: { S: 'ann' }, label: { S: 'a' } };
  await expect(
    tables.client.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM things' })),
  ).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('ExecuteStatement'),
  });
  await expect(
    tables.client.send(new GetItemCommand({ TableName, Key, AttributesToGet: ['a'] })),
  ).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('AttributesToGet'),
  });
  await expect(
    tables.client.send(
      new PutItemCommand({
        TableName,
        Item: Key,
        Expected: { owner: { Exists: false } },
        ConditionExpression: 'attribute_not_exists(label)',
      }),
    ),
  ).rejects.toMatchObject({
    message:
      'Can not use both expression and non-expression parameters in the same request: ' +
      'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
  });
});
