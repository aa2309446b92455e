import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSqs } from './service.ts';

let clock: VirtualClock;
let cloud: TestCloud;
let client: SQSClient;

const urlOf = (name: string): string => `http://127.0.0.1:4566/000000000000/${name}`;
const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

beforeEach(async () => {
  clock = virtualClock();
  cloud = testCloud({ clock, rooms: (ground) => [createSqs(ground)] });
  client = new SQSClient(cloud.clientConfig);
  await client.send(new CreateQueueCommand({ QueueName: 'dead' }));
  await client.send(
    new CreateQueueCommand({
      QueueName: 'things',
      Attributes: {
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 }),
      },
    }),
  );
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function receive(name: string): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: urlOf(name),
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All'],
  });
  return (await client.send(command)).Messages ?? [];
}

async function bury(...bodies: readonly string[]): Promise<void> {
  for (const MessageBody of bodies) {
    await client.send(new SendMessageCommand({ QueueUrl: urlOf('things'), MessageBody }));
  }
  for (let receives = 0; receives < 2; receives += 1) {
    await receive('things');
    await clock.advance(30_000);
  }
  expect(await receive('things')).toEqual([]);
}

test('a message that was received too often moves, with its id, send time and count', async () => {
  await client.send(new SendMessageCommand({ QueueUrl: urlOf('things'), MessageBody: 'poison' }));
  const [first] = await receive('things');
  await clock.advance(30_000);
  expect(await receive('things')).toHaveLength(1);
  await clock.advance(30_000);
  expect(await receive('dead')).toEqual([]);
  expect(await receive('things')).toEqual([]);
  expect(await receive('dead')).toMatchObject([
    {
      MessageId: first?.MessageId,
      Body: 'poison',
      Attributes: {
        ApproximateReceiveCount: '3',
        SentTimestamp: '1705314600000',
        DeadLetterQueueSourceArn: arnOf('things'),
      },
    },
  ]);
});

test('a poison message does not stand in the way of the others (F25)', async () => {
  await bury('poison');
  await client.send(new SendMessageCommand({ QueueUrl: urlOf('things'), MessageBody: 'good' }));
  expect(await receive('things')).toMatchObject([{ Body: 'good' }]);
  expect(await receive('dead')).toMatchObject([{ Body: 'poison' }]);
});

test('a redrive policy needs a target that exists and allows it', async () => {
  const set = (name: string, attributes: Record<string, string>): Promise<unknown> =>
    client.send(new SetQueueAttributesCommand({ QueueUrl: urlOf(name), Attributes: attributes }));
  const redrive = (name: string): Record<string, string> => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount: 1 }),
  });
  await expect(set('things', redrive('missing'))).rejects.toThrow('Dead letter target does not exist.');
  await set('dead', { RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'denyAll' }) });
  await expect(set('things', redrive('dead'))).rejects.toThrow('permission');
  const byQueue = { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('things')] };
  await set('dead', { RedriveAllowPolicy: JSON.stringify(byQueue) });
  await set('things', redrive('dead'));
  await set('things', { RedrivePolicy: '' });
  await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }))).rejects.toThrow(
    'Source queue must be configured as a Dead Letter Queue.',
  );
});

test('a queue of the same name in another place is no target', async () => {
  const deadLetterTargetArn = arnOf('dead').replace('us-east-1', 'eu-west-1');
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const set = { QueueUrl: urlOf('things'), Attributes: { RedrivePolicy } };
  await expect(client.send(new SetQueueAttributesCommand(set))).rejects.toThrow(
    'Dead letter target does not exist.',
  );
});

test('a dead-letter queue that forbids its source receives nothing', async () => {
  await client.send(
    new SetQueueAttributesCommand({
      QueueUrl: urlOf('dead'),
      Attributes: { RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'denyAll' }) },
    }),
  );
  await client.send(new SendMessageCommand({ QueueUrl: urlOf('things'), MessageBody: 'kept' }));
  for (let receives = 0; receives < 4; receives += 1) {
    expect(await receive('things')).toHaveLength(1);
    await clock.advance(30_000);
  }
  expect(await receive('dead')).toEqual([]);
});

test('a move task takes messages home as new ones (F30)', async () => {
  await bury('a', 'b');
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
  await clock.settle();
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }));
  expect(Results).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn: arnOf('dead'),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: clock.now(),
    },
  ]);
  expect(await receive('dead')).toEqual([]);
  const home = await receive('things');
  expect(home.map(({ Body }) => Body).sort()).toEqual(['a', 'b']);
  expect(home[0]?.Attributes).toMatchObject({
    ApproximateReceiveCount: '1',
    SentTimestamp: String(clock.now()),
  });
});

test('a move task keeps to its speed, and can be cancelled', async () => {
  await bury('a', 'b', 'c');
  const start = new StartMessageMoveTaskCommand({
    SourceArn: arnOf('dead'),
    MaxNumberOfMessagesPerSecond: 1,
  });
  const { TaskHandle } = await client.send(start);
  await expect(client.send(start)).rejects.toThrow('There is already a task running.');
  await clock.advance(1_000);
  expect(await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).toMatchObject({
    ApproximateNumberOfMessagesMoved: 2,
  });
  await clock.advance(5_000);
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }));
  expect(Results).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 }]);
  expect(await receive('dead')).toHaveLength(1);
  await expect(client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Task does not exist.',
  });
});

test('a task handle that is none is refused as such, one of no task as unknown', async () => {
  const cancel = (text: string): Promise<unknown> => {
    const TaskHandle = Buffer.from(text).toString('base64');
    return client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  };
  await expect(cancel('nonsense')).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'Value for parameter TaskHandle is invalid.',
  });
  await expect(cancel(`some-id ${arnOf('dead')}`)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a move task fails where it does not know the way', async () => {
  await client.send(new SendMessageCommand({ QueueUrl: urlOf('dead'), MessageBody: 'sent here' }));
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
  await clock.settle();
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }));
  expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
  await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('things') }))).rejects.toThrow(
    'Source queue must be configured as a Dead Letter Queue.',
  );
});
