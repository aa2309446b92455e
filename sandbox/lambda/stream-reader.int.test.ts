import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDynamoDb } from '../dynamodb/service.ts';
import type { JsonObject } from '../kernel/json.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const wantedOnly = { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":["wanted"]}}}}' }] };
const failedArn = 'arn:aws:sqs:us-east-1:000000000000:failed';
/** Prints the ids of its records as one line; throws for `bad`, reports `sick` as a failure of that record. */
const reader = `export const handler = async ({ Records }) => {
  const ids = Records.map((record) => record.dynamodb.NewImage.id.S);
  process.stdout.write('ids ' + ids.join(' ') + '\\n');
  if (ids.includes('bad')) throw new Error('asked to');
  const sick = Records.filter((record) => record.dynamodb.NewImage.id.S === 'sick');
  return { batchItemFailures: sick.map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })) }; };`;

let clock: VirtualClock;
let directory: string;
let cloud: FunctionCloud;
let streamArn: string;
let seen: string[];

function open(): void {
  cloud = functionCloud({
    clock,
    directory,
    beside: (ground) => {
      const dynamodb = createDynamoDb(ground);
      return { rooms: [dynamodb, createSqs(ground)], deps: { streams: dynamodb } };
    },
  });
}

beforeEach(async () => {
  clock = virtualClock();
  seen = [];
  directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  open();
  const { TableDescription: table } = await new DynamoDBClient(cloud.clientConfig).send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  streamArn = table?.LatestStreamArn ?? '';
  await new SQSClient(cloud.clientConfig).send(new CreateQueueCommand({ QueueName: 'failed' }));
  await cloud.addFunction('reader', reader, { Timeout: 900 });
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function put(...ids: string[]): Promise<void> {
  const client = new DynamoDBClient(cloud.clientConfig);
  for (const id of ids)
    await client.send(new PutItemCommand({ TableName: 'things', Item: { id: { S: id } } }));
}

async function map(properties: JsonObject = {}): Promise<void> {
  const names = { FunctionName: 'reader', EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON' };
  await cloud.provision('AWS::Lambda::EventSourceMapping', 'Things', { ...names, ...properties });
}

/** The batches so far, each as the ids of its records. */
function batches(): string[] {
  const lines = cloud.logged.flatMap((entry) => entry.messages.map((line) => line.message.trim()));
  return [...seen, ...lines.filter((line) => line.startsWith('ids ')).map((line) => line.slice(4))];
}

/** Moves time in steps until the batches are these: a worker answers in real time, retries wait in virtual time. */
async function untilBatches(expected: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      await clock.advance(500);
      expect(batches()).toEqual(expected);
    },
    { timeout: 15_000, interval: 50 },
  );
}

async function failures(): Promise<unknown[]> {
  const QueueUrl = 'http://127.0.0.1:4566/000000000000/failed';
  const { Messages = [] } = await new SQSClient(cloud.clientConfig).send(
    new ReceiveMessageCommand({ QueueUrl }),
  );
  return Messages.map((message) => JSON.parse(message.Body ?? ''));
}

it('hands changes over in order and goes on after a crash where it stood (F20)', async () => {
  await put('a', 'b');
  await map();
  await untilBatches(['a b']);
  await clock.settle();
  seen = batches();
  cloud.abandon();
  open();
  await put('c');
  await untilBatches(['a b', 'c']);
});

it('begins at the newest change where told', async () => {
  await put('old');
  await map({ StartingPosition: 'LATEST' });
  await put('new');
  await untilBatches(['new']);
});

it('splits a failing batch until the bad record is alone, gives that up and tells where it is (F20)', async () => {
  await put('a', 'b', 'bad', 'd');
  await map({
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: failedArn } },
  });
  await untilBatches(['a b bad d', 'a b', 'bad d', 'bad', 'bad', 'd']);
  expect(await failures()).toMatchObject([
    {
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1, streamArn },
    },
  ]);
});

it('goes on at the first record that the function reports', async () => {
  await put('a', 'sick', 'c');
  await map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 2 });
  await untilBatches(['a sick c', 'sick c', 'sick c']);
});

it('passes over records that are too old', async () => {
  await put('stale');
  await clock.advance(120_000);
  await put('fresh');
  await map({
    MaximumRecordAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: failedArn } },
  });
  await untilBatches(['fresh']);
  expect(await failures()).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' } }]);
});

it('hands over only what a filter wants', async () => {
  await put('a', 'wanted', 'c');
  await map({ FilterCriteria: wantedOnly });
  await untilBatches(['wanted']);
});

it('tries a failed batch again without the changes that came after it, which have not failed (F20)', async () => {
  await put('bad');
  await map({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: failedArn } } });
  await vi.waitFor(() => expect(batches()).toEqual(['bad']), { timeout: 15_000, interval: 20 });
  await put('good');
  await untilBatches(['bad', 'bad', 'good']);
  expect(await failures()).toMatchObject([{ DDBStreamBatchInfo: { batchSize: 1 } }]);
});

it('goes on behind a batch that failed for longer than the stream keeps its records', async () => {
  await put('a', 'bad');
  await map({ BisectBatchOnFunctionError: true });
  await vi.waitFor(
    async () => {
      await clock.advance(500);
      expect(batches().slice(0, 3)).toEqual(['a bad', 'a', 'bad']);
    },
    { timeout: 15_000, interval: 50 },
  );
  await clock.advance(25 * 3_600_000);
  await put('good');
  await vi.waitFor(
    async () => {
      // In small steps: a worker that starts meanwhile has 30 s for it, of this clock.
      await clock.advance(1_000);
      expect(batches()).toContain('good');
    },
    { timeout: 30_000, interval: 50 },
  );
});

it('tells nobody of an old record that no filter wants', async () => {
  await put('stale');
  await clock.advance(120_000);
  await put('wanted');
  await map({
    FilterCriteria: wantedOnly,
    MaximumRecordAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: failedArn } },
  });
  await untilBatches(['wanted']);
  expect(await failures()).toEqual([]);
});
