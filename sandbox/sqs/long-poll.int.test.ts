import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ReceiveMessageCommandOutput } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSqs } from './service.ts';

let clock: VirtualClock;
let cloud: TestCloud;
let client: SQSClient;
const QueueUrl = 'http://127.0.0.1/000000000000/things';

beforeEach(async () => {
  clock = virtualClock();
  cloud = testCloud({ clock, rooms: (ground) => [createSqs(ground)] });
  client = new SQSClient(cloud.clientConfig);
  await client.send(new CreateQueueCommand({ QueueName: 'things' }));
});

afterEach(async () => {
  await cloud.stop();
});

function poll(abortSignal?: AbortSignal): Promise<ReceiveMessageCommandOutput> {
  const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
  return client.send(command, abortSignal === undefined ? {} : { abortSignal });
}

async function send(MessageBody: string, DelaySeconds = 0): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
}

test('a poll answers when a message comes, and empty after its wait', async () => {
  const early = poll();
  await clock.advance(5_000);
  await send('hello');
  expect((await early).Messages).toMatchObject([{ Body: 'hello' }]);
  let isAnswered = false;
  const late = poll().finally(() => {
    isAnswered = true;
  });
  await clock.advance(19_999);
  expect(isAnswered).toBe(false);
  await clock.advance(1);
  expect((await late).Messages).toBeUndefined();
});

test('a poll answers when a delay or a visibility timeout ends', async () => {
  await send('later', 7);
  const delayed = poll();
  await clock.advance(7_000);
  expect((await delayed).Messages).toMatchObject([{ Body: 'later' }]);
  await clock.advance(15_000);
  const timedOut = poll();
  await clock.advance(15_000);
  expect((await timedOut).Messages).toMatchObject([{ Body: 'later' }]);
});

test('of three polls and one message, the two losers go on waiting', async () => {
  const answers: string[] = [];
  const polls = [1, 2, 3].map(async () => {
    const { Messages = [] } = await poll();
    answers.push(Messages[0]?.Body ?? 'nothing');
  });
  await clock.advance(1_000);
  await send('first');
  await clock.settle();
  expect(answers).toEqual(['first']);
  await send('second');
  await clock.settle();
  expect(answers).toEqual(['first', 'second']);
  await clock.advance(20_000);
  await Promise.all(polls);
  expect(answers).toEqual(['first', 'second', 'nothing']);
});

test('an abandoned poll swallows nothing', async () => {
  const gone = new AbortController();
  const abandoned = poll(gone.signal);
  await clock.advance(1_000);
  gone.abort();
  await abandoned.catch(() => undefined);
  await send('precious');
  expect((await poll()).Messages).toMatchObject([{ Body: 'precious' }]);
});

test('a poll that is abandoned while its message is on the way gives it back', async () => {
  const gone = new AbortController();
  const abandoned = poll(gone.signal);
  await clock.settle();
  const sending = send('precious');
  gone.abort();
  await Promise.allSettled([sending, abandoned]);
  expect((await poll()).Messages).toMatchObject([{ Body: 'precious' }]);
});

test('stopping answers every poll', async () => {
  const waiting = poll();
  await clock.settle();
  await cloud.stop();
  expect((await waiting).Messages).toBeUndefined();
  cloud = testCloud({ clock, rooms: (ground) => [createSqs(ground)] });
});
