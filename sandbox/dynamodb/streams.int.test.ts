import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { StreamViewType } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseJson } from '../kernel/json.ts';
import { createThings, startTables } from './testing.ts';
import type { Tables } from './testing.ts';

let tables: Tables;
let StreamArn: string;
const TableName = 'things';
const key = { owner: { S: 'ann' }, label: { S: 'box' } };

beforeEach(async () => {
  tables = startTables();
  StreamArn = await createThings(tables);
});
afterEach(async () => {
  expect(tables.cloud.faults).toEqual([]);
  await tables.cloud.stop();
});

const put = (colour: string) =>
  tables.client.send(new PutItemCommand({ TableName, Item: { ...key, colour: { S: colour } } }));
const remove = () => tables.client.send(new DeleteItemCommand({ TableName, Key: key }));

async function iterator(ShardIteratorType: 'TRIM_HORIZON' | 'LATEST', arn = StreamArn) {
  const described = await tables.streams.send(new DescribeStreamCommand({ StreamArn: arn }));
  const ShardId = described.StreamDescription?.Shards?.[0]?.ShardId ?? '';
  const found = await tables.streams.send(
    new GetShardIteratorCommand({ StreamArn: arn, ShardId, ShardIteratorType }),
  );
  return found.ShardIterator ?? '';
}
const records = (ShardIterator: string) => tables.streams.send(new GetRecordsCommand({ ShardIterator }));

test('every change is a record, in order, with both images; a put of the same item is no change', async () => {
  await put('red');
  await put('red');
  await put('blue');
  await remove();
  const { Records } = await records(await iterator('TRIM_HORIZON'));
  const red = { ...key, colour: { S: 'red' } };
  const blue = { ...key, colour: { S: 'blue' } };
  expect(Records).toMatchObject([
    { eventName: 'INSERT', dynamodb: { Keys: key, NewImage: red } },
    { eventName: 'MODIFY', dynamodb: { Keys: key, NewImage: blue, OldImage: red } },
    { eventName: 'REMOVE', dynamodb: { Keys: key, OldImage: blue } },
  ]);
  // Names and values of the key and of the images.
  expect(Records?.map(({ dynamodb }) => dynamodb?.SizeBytes)).toEqual([41, 67, 42]);
  const sequence = (Records ?? []).map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  expect(sequence).toEqual([...sequence].sort());
  expect(new Set((Records ?? []).map(({ eventID }) => eventID)).size).toBe(3);
});

test.each<[StreamViewType, readonly string[]]>([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
  ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
])('%s carries what it says', async (StreamViewType, images) => {
  await put('red');
  const off = { TableName, StreamSpecification: { StreamEnabled: false } };
  await tables.client.send(new UpdateTableCommand(off));
  const on = { TableName, StreamSpecification: { StreamEnabled: true, StreamViewType } };
  const { TableDescription } = await tables.client.send(new UpdateTableCommand(on));
  await put('blue');
  const arn = TableDescription?.LatestStreamArn ?? '';
  expect(arn).not.toBe(StreamArn);
  const { Records } = await records(await iterator('TRIM_HORIZON', arn));
  expect(Records).toHaveLength(1);
  const names = Object.keys(Records?.[0]?.dynamodb ?? {}).filter((name) => name.endsWith('Image'));
  expect(names).toEqual(images);
});

test('a stream that was switched off stays readable and ends', async () => {
  await put('red');
  await tables.client.send(
    new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }),
  );
  await put('blue');
  const { StreamDescription } = await tables.streams.send(new DescribeStreamCommand({ StreamArn }));
  expect(StreamDescription?.StreamStatus).toBe('DISABLED');
  const page = await records(await iterator('TRIM_HORIZON'));
  expect(page.Records).toHaveLength(1);
  expect(page.NextShardIterator).toBeUndefined();
});

test('LATEST begins after what is there, and an iterator goes on where it stopped', async () => {
  await put('red');
  const latest = await iterator('LATEST');
  expect((await records(latest)).Records).toEqual([]);
  await put('blue');
  const page = await records(latest);
  expect(page.Records).toHaveLength(1);
  await remove();
  expect((await records(page.NextShardIterator ?? '')).Records).toMatchObject([{ eventName: 'REMOVE' }]);
});

test('an iterator expires after fifteen minutes', async () => {
  const old = await iterator('TRIM_HORIZON');
  await tables.clock.advance(15 * 60_000 + 1);
  await expect(records(old)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  await expect(records('nonsense')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('records are kept for a day', async () => {
  await put('red');
  await tables.clock.advance(12 * 3_600_000);
  await put('blue');
  await tables.clock.advance(12 * 3_600_000 + 120_000);
  const { Records } = await records(await iterator('TRIM_HORIZON'));
  expect(Records).toMatchObject([{ eventName: 'MODIFY' }]);
});

test('streams are listed, by table as well', async () => {
  const all = await tables.streams.send(new ListStreamsCommand({}));
  expect(all.Streams).toMatchObject([{ StreamArn, TableName }]);
  const none = await tables.streams.send(new ListStreamsCommand({ TableName: 'other' }));
  expect(none.Streams).toEqual([]);
});

test('TTL deletes what has expired, as a service, and leaves the rest', async () => {
  const expiring = (label: string, seconds: number) =>
    tables.client.send(
      new PutItemCommand({
        TableName,
        Item: { ...key, label: { S: label }, until: { N: String(tables.clock.now() / 1_000 + seconds) } },
      }),
    );
  // Before and after TTL is switched on.
  await expiring('soon', 60);
  await tables.client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    }),
  );
  await expiring('later', 3_600);
  await expiring('long ago', -10 * 366 * 24 * 3_600);
  const from = await iterator('LATEST');
  await tables.clock.advance(5 * 60_000);
  const { Records } = await records(from);
  expect(Records).toMatchObject([
    {
      eventName: 'REMOVE',
      dynamodb: { Keys: { label: { S: 'soon' } } },
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    },
  ]);
});

test('the sandbox reads streams in commit order and is woken after each commit', async () => {
  const { dynamodb } = tables;
  let woken = 0;
  const stop = dynamodb.onRecord(StreamArn, () => {
    woken += 1;
  });
  expect(dynamodb.latest(StreamArn)).toBeUndefined();
  await put('red');
  await put('red');
  await tables.client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: 'SET colour = :c',
      ExpressionAttributeValues: { ':c': { S: 'blue' } },
    }),
  );
  expect(woken).toBe(2);
  const [first, second] = dynamodb.read({ streamArn: StreamArn, limit: 10 });
  expect(parseJson(first?.text ?? '')).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: StreamArn,
    dynamodb: {
      Keys: key,
      NewImage: { colour: { S: 'red' } },
      SequenceNumber: first?.sequenceNumber,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ApproximateCreationDateTime: Math.floor(tables.clock.now() / 1_000),
    },
  });
  const after = first?.sequenceNumber ?? '';
  expect(dynamodb.read({ streamArn: StreamArn, after, limit: 10 })).toEqual([second]);
  expect(dynamodb.latest(StreamArn)).toBe(second?.sequenceNumber);
  stop();
  await remove();
  expect(woken).toBe(2);
});
