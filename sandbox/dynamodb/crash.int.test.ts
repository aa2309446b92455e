import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createThings, startTables } from './testing.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('what was answered is there after a crash: items, indexes, streams and client tokens', async () => {
  const before = startTables(directory);
  const streamArn = await createThings(before);
  const item = { owner: { S: 'ann' }, label: { S: 'a' }, kind: { S: 'box' }, grade: { N: '1' } };
  const move = new TransactWriteItemsCommand({
    ClientRequestToken: 'once',
    TransactItems: [{ Put: { TableName: 'things', Item: item } }],
  });
  await before.client.send(move);
  before.cloud.abandon();

  const after = startTables(directory);
  const found = await after.client.send(
    new GetItemCommand({ TableName: 'things', Key: { owner: item.owner, label: item.label } }),
  );
  expect(found.Item).toEqual(item);
  const queried = await after.client.send(
    new QueryCommand({
      TableName: 'things',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :k',
      ExpressionAttributeValues: { ':k': { S: 'box' } },
    }),
  );
  expect(queried.Items).toEqual([item]);
  await after.client.send(move);
  expect(after.dynamodb.read({ streamArn, limit: 10 })).toHaveLength(1);
  await after.cloud.stop();
});

test('sequence numbers go on after a crash, even when every record was trimmed', async () => {
  const put = (label: string) =>
    new PutItemCommand({ TableName: 'things', Item: { owner: { S: 'ann' }, label: { S: label } } });
  const before = startTables(directory);
  const streamArn = await createThings(before);
  await before.client.send(put('a'));
  const first = before.dynamodb.latest(streamArn) ?? '';
  await before.clock.advance(25 * 3_600_000);
  expect(before.dynamodb.read({ streamArn, limit: 10 })).toEqual([]);
  before.cloud.abandon();

  const after = startTables(directory);
  await after.client.send(put('b'));
  expect((after.dynamodb.latest(streamArn) ?? '') > first).toBe(true);
  await after.cloud.stop();
});

test('what an index still had to take in is there first of all after a crash, also when nothing lags any more', async () => {
  const key = { owner: { S: 'ann' }, label: { S: 'a' } };
  const put = (kind: string, colour: string) =>
    new PutItemCommand({
      TableName: 'things',
      Item: { ...key, kind: { S: kind }, colour: { S: colour } },
    });
  const before = startTables(directory, { indexLagMs: 60_000 });
  await createThings(before);
  await before.client.send(put('box', 'red'));
  before.cloud.abandon();

  const after = startTables(directory);
  const kept = () => after.client.send(new ScanCommand({ TableName: 'things', IndexName: 'by-kind-whole' }));
  await after.client.send(put('box', 'ice'));
  expect((await kept()).Items).toEqual([{ ...key, kind: { S: 'box' }, colour: { S: 'ice' } }]);
  await after.client.send(put('bag', 'red'));
  await after.clock.advance(60_000);
  expect((await kept()).Items).toEqual([{ ...key, kind: { S: 'bag' }, colour: { S: 'red' } }]);
  await after.cloud.stop();
});
