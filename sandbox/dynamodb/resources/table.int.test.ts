import { DescribeTableCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand } from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { PlannedResource } from '../../kernel/resource.ts';
import { startTables } from '../testing.ts';
import type { Tables } from '../testing.ts';

let tables: Tables;
const TableName = 'stack-Things';

const minimal: JsonObject = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const indexed: JsonObject = {
  ...minimal,
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'kind', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
const streamed: JsonObject = { ...minimal, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } };

beforeEach(() => {
  tables = startTables();
});
afterEach(() => tables.cloud.stop());

function plan(properties: JsonObject): PlannedResource {
  const [type] = tables.dynamodb.resourceTypes;
  if (type === undefined) throw new TypeError('the room has no resource type');
  return type.plan({ stackName: 'stack', logicalId: 'Things', properties });
}

async function provision(properties: JsonObject): Promise<void> {
  const planned = plan(properties);
  await tables.cloud.ground.store.write(() => {
    planned.provision();
  });
}

test('a table has its name, ARN and stream ARN before it exists, and keeps them', async () => {
  const planned = plan(streamed);
  expect(planned.physicalId).toBe(TableName);
  expect(planned.attributes['Arn']).toBe(`arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`);
  await provision(streamed);
  await provision(streamed);
  const { Table } = await tables.client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.LatestStreamArn).toBe(planned.attributes['StreamArn']);
  expect(plan(minimal).attributes).not.toHaveProperty('StreamArn');
});

test('a change of the template keeps the items and fills new indexes', async () => {
  await provision(minimal);
  const Item = { id: { S: '1' }, kind: { S: 'box' } };
  await tables.client.send(new PutItemCommand({ TableName, Item }));
  await provision(indexed);
  const query = new QueryCommand({
    TableName,
    IndexName: 'by-kind',
    KeyConditionExpression: 'kind = :k',
    ExpressionAttributeValues: { ':k': { S: 'box' } },
  });
  expect((await tables.client.send(query)).Items).toEqual([Item]);
  await provision(minimal);
  await expect(tables.client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('records of a stream survive a template that switches it off and on', async () => {
  await provision(streamed);
  await tables.client.send(new PutItemCommand({ TableName, Item: { id: { S: '1' } } }));
  await provision(minimal);
  await tables.client.send(new PutItemCommand({ TableName, Item: { id: { S: '2' } } }));
  await provision(streamed);
  const streamArn = plan(streamed).attributes['StreamArn'] ?? '';
  expect(tables.dynamodb.read({ streamArn, limit: 10 })).toHaveLength(1);
});

test('TTL of the template works', async () => {
  await provision({ ...minimal, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } });
  const until = { N: String(tables.clock.now() / 1_000 + 10) };
  await tables.client.send(new PutItemCommand({ TableName, Item: { id: { S: '1' }, until } }));
  await tables.clock.advance(120_000);
  const found = await tables.client.send(new GetItemCommand({ TableName, Key: { id: { S: '1' } } }));
  expect(found.Item).toBeUndefined();
});

test('another key is refused instead of losing the items', async () => {
  await provision(minimal);
  const other = {
    ...minimal,
    AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
  };
  await expect(provision(other)).rejects.toThrow('The key of table stack-Things cannot change');
});

test('a table that leaves the template is gone with its items; one that is protected stays and says so', async () => {
  const leave = () =>
    tables.cloud.ground.store.write(() => tables.dynamodb.resourceTypes[0]?.remove(TableName));
  const describe = () => tables.client.send(new DescribeTableCommand({ TableName }));
  await provision({ ...minimal, DeletionProtectionEnabled: true });
  await expect(leave()).rejects.toThrow('currently protected against deletion');
  expect((await describe()).Table?.DeletionProtectionEnabled).toBe(true);
  await provision(minimal);
  await leave();
  await expect(describe()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a table that comes back with another key has a stream that says so', async () => {
  await provision(streamed);
  await tables.cloud.ground.store.write(() => tables.dynamodb.resourceTypes[0]?.remove(TableName));
  await provision({
    ...streamed,
    AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
  });
  const StreamArn = plan(streamed).attributes['StreamArn'];
  const { StreamDescription } = await tables.streams.send(new DescribeStreamCommand({ StreamArn }));
  expect(StreamDescription?.KeySchema).toEqual([{ AttributeName: 'other', KeyType: 'HASH' }]);
});

test('numbers and booleans that came through a parameter are text, and are read', () => {
  const throughput = { ReadCapacityUnits: '5', WriteCapacityUnits: '5' };
  const properties = {
    ...minimal,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: throughput,
    DeletionProtectionEnabled: 'true',
  };
  expect(plan(properties).physicalId).toBe(TableName);
});

test('a property that is not known is refused by name', () => {
  expect(() => plan({ ...minimal, KinesisStreamSpecification: { StreamArn: 'x' } })).toThrow(
    'KinesisStreamSpecification: not supported by the sandbox',
  );
});
