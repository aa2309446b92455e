import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSqs } from './service.ts';
import type { Sqs } from './service.ts';

const things = 'arn:aws:sqs:us-east-1:000000000000:things';
const QueueUrl = 'http://localhost/000000000000/things';
const clock = virtualClock();
let directory: string;
let cloud: TestCloud;
let sqs: Sqs;
let client: SQSClient;

function open(): void {
  cloud = testCloud({
    clock,
    directory,
    rooms: (ground) => {
      sqs = createSqs(ground);
      return [sqs];
    },
  });
  client = new SQSClient(cloud.clientConfig);
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sqs-'));
  open();
  await client.send(new CreateQueueCommand({ QueueName: 'things' }));
});

afterEach(async () => {
  await cloud.stop();
  rmSync(directory, { recursive: true });
});

async function send(MessageBody: string, DelaySeconds = 0): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
}

test('after a crash, what a dead poller held is visible at once and counted; a client keeps its lease', async () => {
  await send('of a poller');
  const [held] = await cloud.ground.store.write(() => sqs.pollers.poll(things, { max: 1 }));
  await send('of a client');
  await client.send(new ReceiveMessageCommand({ QueueUrl }));
  cloud.abandon();

  open();
  const again = await cloud.ground.store.write(() => sqs.pollers.poll(things, { max: 10 }));
  expect(again).toMatchObject([{ body: 'of a poller', messageId: held?.messageId, receiveCount: 2 }]);
  await cloud.ground.store.write(() =>
    sqs.pollers.remove(
      things,
      again.map(({ receiptHandle }) => receiptHandle),
    ),
  );
  await clock.advance(30_000);
  const rest = await cloud.ground.store.write(() => sqs.pollers.poll(things, { max: 10 }));
  expect(rest).toMatchObject([{ body: 'of a client', receiveCount: 2 }]);
});

test('a listener hears of a message after its commit, and when a delay ends', async () => {
  let calls = 0;
  const cancel = sqs.pollers.onMessage(things, () => {
    calls += 1;
  });
  await send('now');
  expect(calls).toBe(1);
  expect(sqs.pollers.hasVisible(things)).toBe(true);
  await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
  await send('later', 60);
  const before = calls;
  await clock.advance(59_000);
  expect(calls).toBe(before);
  await clock.advance(1_000);
  expect(calls).toBe(before + 1);
  cancel();
  await send('unheard');
  expect(calls).toBe(before + 1);
});

test('a poll of a missing queue is refused, a look finds nothing', async () => {
  await expect(
    cloud.ground.store.write(() => sqs.pollers.poll('arn:aws:sqs:us-east-1:000000000000:none', { max: 1 })),
  ).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  expect(sqs.pollers.hasVisible('arn:aws:sqs:us-east-1:000000000000:none')).toBe(false);
});

test('a delivery of another room is one message, with its trace and its attributes', async () => {
  await cloud.ground.store.write(() => {
    cloud.ground.deliver({
      target: things,
      body: 'delivered',
      caller: { principal: 'sns.amazonaws.com' },
      attributes: { Colour: { DataType: 'String', StringValue: 'red' } },
      traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
    });
  });
  const { Messages } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  expect(Messages).toMatchObject([
    {
      Body: 'delivered',
      Attributes: {
        SenderId: 'sns.amazonaws.com',
        AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
      },
      MessageAttributes: { Colour: { StringValue: 'red' } },
    },
  ]);
});
