import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createThings, startTables, thingsTable } from './testing.ts';
import type { Tables } from './testing.ts';

let tables: Tables;
const TableName = 'things';
const key = { owner: { S: 'ann' }, label: { S: 'a' } };

beforeAll(async () => {
  tables = startTables();
  await createThings(tables);
});
afterAll(async () => {
  expect(tables.cloud.faults).toEqual([]);
  await tables.cloud.stop();
});

type Call = (client: DynamoDBClient) => Promise<unknown>;

const put =
  (more: Record<string, AttributeValue>): Call =>
  (client) =>
    client.send(new PutItemCommand({ TableName, Item: { ...key, ...more } }));
const query =
  (input: Partial<QueryCommandInput>): Call =>
  (client) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: 'ann' } },
        ...input,
      }),
    );

test.each<[string, Call, string]>([
  [
    'an unknown table',
    (client) => client.send(new GetItemCommand({ TableName: 'none', Key: key })),
    'Requested resource not found',
  ],
  [
    'half a key',
    (client) => client.send(new GetItemCommand({ TableName, Key: { owner: { S: 'x' } } })),
    'The provided key element does not match the schema',
  ],
  [
    'an item without its key',
    (client) => client.send(new PutItemCommand({ TableName, Item: { owner: { S: 'x' } } })),
    'One or more parameter values were invalid: Missing the key label in the item',
  ],
  [
    'a key of the wrong type',
    put({ label: { N: '1' } }),
    'One or more parameter values were invalid: Type mismatch for key label expected: S actual: N',
  ],
  [
    'an empty key',
    put({ label: { S: '' } }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: label',
  ],
  [
    'a long partition key',
    put({ owner: { S: 'x'.repeat(2_049) } }),
    'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
  ],
  [
    'a long sort key',
    put({ label: { S: 'x'.repeat(1_025) } }),
    'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  ],
  [
    'an index key of the wrong type',
    put({ grade: { S: 'x' } }),
    'One or more parameter values were invalid: Type mismatch for Index Key grade Expected: N Actual: S IndexName: by-grade',
  ],
  [
    'a large item',
    put({ text: { S: 'x'.repeat(409_600) } }),
    'Item size has exceeded the maximum allowed size',
  ],
  [
    'a changed key',
    (client) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression: 'SET label = :v',
          ExpressionAttributeValues: { ':v': { S: 'b' } },
        }),
      ),
    'One or more parameter values were invalid: Cannot update attribute label. This attribute is part of the key',
  ],
  [
    'an unused name',
    query({ ExpressionAttributeNames: { '#o': 'owner', '#x': 'x' } }),
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
  ],
  [
    'no key condition',
    query({
      KeyConditionExpression: undefined,
      ExpressionAttributeNames: undefined,
      ExpressionAttributeValues: undefined,
    }),
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  ],
  [
    'an empty key',
    query({ ExpressionAttributeValues: { ':o': { S: '' } } }),
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: owner',
  ],
  [
    'an empty key of an index',
    query({
      IndexName: 'by-kind',
      ExpressionAttributeNames: { '#o': 'kind' },
      ExpressionAttributeValues: { ':o': { S: '' } },
    }),
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
      'The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-kind, IndexKey: kind',
  ],
  [
    'a condition without the partition key',
    query({ KeyConditionExpression: 'label = :o', ExpressionAttributeNames: undefined }),
    'Query condition missed key schema element: owner',
  ],
  [
    'a range of partitions',
    query({ KeyConditionExpression: '#o > :o' }),
    'Query key condition not supported',
  ],
  [
    'a key condition with OR',
    query({ KeyConditionExpression: '#o = :o OR label = :o' }),
    'Invalid operator used in KeyConditionExpression: OR',
  ],
  [
    'two conditions on one key',
    query({ KeyConditionExpression: '#o = :o AND #o = :o' }),
    'KeyConditionExpressions must only contain one condition per key',
  ],
  [
    'a filter on the key',
    query({ FilterExpression: 'label = :o' }),
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: label',
  ],
  [
    'a consistent read of a global index',
    query({ IndexName: 'by-kind', ConsistentRead: true }),
    'Consistent reads are not supported on global secondary indexes',
  ],
  [
    'what a global index does not hold',
    query({ IndexName: 'by-kind', KeyConditionExpression: 'kind = :o', ProjectionExpression: '#o, secret' }),
    'One or more parameter values were invalid: Global secondary index by-kind does not project [secret]',
  ],
  [
    'a start key of another partition',
    query({ ExclusiveStartKey: { owner: { S: 'bob' }, label: { S: 'a' } } }),
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [
    'half a start key',
    query({ ExclusiveStartKey: { owner: { S: 'ann' } } }),
    'The provided starting key is invalid',
  ],
  [
    'a segment without its total',
    (client) => client.send(new ScanCommand({ TableName, Segment: 0 })),
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  ],
  [
    'an empty batch',
    (client) => client.send(new BatchGetItemCommand({ RequestItems: {} })),
    'The requestItems parameter is required for BatchGetItem',
  ],
  [
    'a key twice in a batch',
    (client) =>
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: [{ PutRequest: { Item: key } }, { DeleteRequest: { Key: key } }] },
        }),
      ),
    'Provided list of item keys contains duplicates',
  ],
  [
    'an item twice in a transaction',
    (client) =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: key } }, { Delete: { TableName, Key: key } }],
        }),
      ),
    'Transaction request cannot include multiple operations on one item',
  ],
  [
    'an empty transaction',
    (client) => client.send(new TransactWriteItemsCommand({ TransactItems: [] })),
    "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'a table without throughput',
    (client) =>
      client.send(new CreateTableCommand({ ...thingsTable, TableName: 'more', BillingMode: 'PROVISIONED' })),
    'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
  ],
  [
    'unused definitions',
    (client) =>
      client.send(
        new CreateTableCommand({ ...thingsTable, TableName: 'more', GlobalSecondaryIndexes: undefined }),
      ),
    'One or more parameter values were invalid: Some AttributeDefinitions are not used. AttributeDefinitions: [owner, label, kind, grade], keys used: [owner, label, grade]',
  ],
])('%s', async (_what, call, message) => {
  await expect(call(tables.client)).rejects.toMatchObject({ message });
});

test('several violations are reported together', async () => {
  const wrong = { TableName, Item: key, ReturnValues: 'SOME', ReturnConsumedCapacity: 'MUCH' };
  // Values that the SDK's types forbid, as another client could send them.
  const command = new PutItemCommand(wrong as unknown as ConstructorParameters<typeof PutItemCommand>[0]);
  await expect(tables.client.send(command)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^2 validation errors detected: .*returnConsumedCapacity.*; .*returnValues/,
    ),
  });
});

test('a number of 39 digits is refused wherever it stands', async () => {
  const N = '1'.repeat(39);
  await expect(put({ deep: { L: [{ M: { n: { N } } }] } })(tables.client)).rejects.toMatchObject({
    message: 'Attempting to store more than 38 significant digits in a Number',
  });
  await expect(
    query({ FilterExpression: 'x = :n', ExpressionAttributeValues: { ':o': { S: 'a' }, ':n': { N } } })(
      tables.client,
    ),
  ).rejects.toMatchObject({
    message:
      'ExpressionAttributeValues contains invalid value: ' +
      'Attempting to store more than 38 significant digits in a Number for key :n',
  });
});
