import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scratch, startShortener, until } from './shortener.ts';
import type { Shortener } from './shortener.ts';

const cleanups: (() => void)[] = [];
const faults: string[] = [];
const big = 'x'.repeat(100_000);
let shortener: Shortener;
let tables: DynamoDBClient;
let queues: SQSClient;
let calls: Readonly<Record<string, () => Promise<unknown>>>;

beforeAll(async () => {
  shortener = await startShortener({
    directory: scratch(cleanups),
    report: (where) => faults.push(where),
  });
  const config = { ...shortener.clientConfig, maxAttempts: 1 };
  tables = new DynamoDBClient(config);
  queues = new SQSClient(config);
  const topics = new SNSClient(config);
  const events = new EventBridgeClient(config);
  const states = new SFNClient(config);
  const put = (slug: string) => ({
    TableName: shortener.output('LinksTable'),
    Item: { slug: { S: slug }, url: { S: big }, host: { S: 'full.example' } },
  });
  const detail = { slug: 'full', url: big };
  calls = {
    PutItem: () => tables.send(new PutItemCommand(put('full'))),
    TransactWriteItems: () =>
      tables.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: put('one') }, { Put: put('two') }] }),
      ),
    SendMessage: () =>
      queues.send(new SendMessageCommand({ QueueUrl: shortener.output('CopyQueueUrl'), MessageBody: big })),
    Publish: () =>
      topics.send(new PublishCommand({ TopicArn: shortener.output('NewsTopicArn'), Message: big })),
    PutEvents: () =>
      events.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: shortener.output('Bus'),
              Source: 'shortener',
              DetailType: 'link.made',
              Detail: JSON.stringify(detail),
            },
          ],
        }),
      ),
    StartExecution: () =>
      states.send(
        new StartExecutionCommand({
          stateMachineArn: shortener.output('ReviewArn'),
          input: JSON.stringify({ slugs: [], seconds: 0, ballast: big }),
        }),
      ),
  };
});

afterAll(async () => {
  await shortener.stop();
  for (const cleanup of cleanups) cleanup();
});

const itemOf = async (slug: string) =>
  (
    await tables.send(
      new GetItemCommand({ TableName: shortener.output('LinksTable'), Key: { slug: { S: slug } } }),
    )
  ).Item;

const shorten = (slug: string): Promise<Response> =>
  shortener.request('/links', {
    method: 'POST',
    headers: { 'x-api-key': shortener.connection.apiKey ?? '' },
    body: JSON.stringify({ slug, url: `https://x.example/${big}` }),
  });

it('answers retryable errors while the disk is full, keeps nothing of them, and goes on reading (F60)', async () => {
  expect((await shorten('before')).status).toBe(201);
  shortener.fillDisk(true);
  for (const [name, call] of Object.entries(calls)) {
    const refused = call();
    await expect(refused, name).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    await expect(refused, name).rejects.toThrow('could not write to its disk; try again');
  }
  // A function learns it from its own call, and its answer still comes through.
  const answer = await shorten('refused');
  expect([answer.status, await answer.json()]).toMatchObject([500, { error: 'InternalServerError' }]);
  expect((await itemOf('before'))?.['slug']).toEqual({ S: 'before' });
  shortener.fillDisk(false);
  for (const slug of ['full', 'one', 'two', 'refused']) expect(await itemOf(slug), slug).toBeUndefined();
});

it('does everything again once there is room, without a restart (F60)', async () => {
  for (const [name, call] of Object.entries(calls)) await expect(call(), name).resolves.toBeDefined();
  expect((await shorten('after')).status).toBe(201);
  const bodies: string[] = [];
  await until(async () => {
    const poll = { QueueUrl: shortener.output('CopyQueueUrl'), MaxNumberOfMessages: 10 };
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(poll));
    bodies.push(...Messages.map(({ Body = '' }) => Body));
    return bodies.some((body) => body.includes('"after"')) ? bodies : undefined;
  });
  const copied = bodies.flatMap((body) =>
    body === big ? [] : [(JSON.parse(body) as { slug: string }).slug],
  );
  expect(copied.sort()).toEqual(['after', 'before', 'full', 'one', 'two']);
  expect(bodies.filter((body) => body === big)).toHaveLength(1);
  expect(faults.length).toBeGreaterThan(0);
});
