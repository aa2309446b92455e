import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { createEvents } from '../events/service.ts';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const role = 'arn:aws:iam::000000000000:role/things';
const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

let clock: VirtualClock;
let cloud: FunctionCloud;
let directory: string;

function open(): FunctionCloud {
  return functionCloud({
    clock,
    directory,
    beside: (ground) => ({ rooms: [createSqs(ground), createEvents(ground)], deps: {} }),
  });
}

beforeEach(async () => {
  clock = virtualClock();
  directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  cloud = open();
  for (const QueueName of ['done', 'failed', 'dead']) {
    await new SQSClient(cloud.clientConfig).send(new CreateQueueCommand({ QueueName }));
  }
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function addFailing(): Promise<void> {
  const code = `export const handler = async (event) => { if (event.bad) throw new TypeError('bad thing'); return 'fine'; };`;
  await cloud.addFunction('worker', code, { DeadLetterConfig: { TargetArn: queueArn('dead') } });
}

async function send(event: unknown): Promise<void> {
  const command = {
    FunctionName: 'worker',
    InvocationType: 'Event',
    Payload: JSON.stringify(event),
  } as const;
  expect((await new LambdaClient(cloud.clientConfig).send(new InvokeCommand(command))).StatusCode).toBe(202);
}

async function received(queue: string): Promise<{ body: unknown; attributes: unknown }[]> {
  const QueueUrl = `http://127.0.0.1:4566/000000000000/${queue}`;
  const command = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] });
  const { Messages = [] } = await new SQSClient(cloud.clientConfig).send(command);
  return Messages.map((message) => ({
    body: JSON.parse(message.Body ?? ''),
    attributes: message.MessageAttributes,
  }));
}

function attempts(): number {
  return cloud.logged.filter((entry) => entry.group === '/aws/lambda/worker').length;
}

async function untilAttempts(count: number): Promise<void> {
  await vi.waitFor(() => expect(attempts()).toBe(count), 10_000);
  await clock.settle();
}

it('tries a failing event three times, a minute and two minutes apart, then gives it up with its story', async () => {
  await addFailing();
  await cloud.provision('AWS::Lambda::EventInvokeConfig', 'Retries', {
    FunctionName: 'worker',
    Qualifier: '$LATEST',
    DestinationConfig: {
      OnFailure: { Destination: queueArn('failed') },
      OnSuccess: { Destination: queueArn('done') },
    },
  });
  await send({ bad: true });
  await untilAttempts(1);
  await clock.advance(59_000);
  expect(attempts()).toBe(1);
  await clock.advance(1_000);
  await untilAttempts(2);
  await clock.advance(120_000);
  await untilAttempts(3);
  await vi.waitFor(async () =>
    expect(await received('failed')).toMatchObject([
      {
        body: {
          version: '1.0',
          requestContext: {
            functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker:$LATEST',
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
          },
          requestPayload: { bad: true },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          responsePayload: { errorType: 'TypeError', errorMessage: 'bad thing' },
        },
      },
    ]),
  );
  expect(await received('dead')).toMatchObject([
    {
      body: { bad: true },
      attributes: {
        ErrorCode: { StringValue: '200' },
        ErrorMessage: { StringValue: 'bad thing' },
        RequestID: { DataType: 'String' },
      },
    },
  ]);
  expect(await received('done')).toEqual([]);
});

it('tells the destination of success what came of an event', async () => {
  await addFailing();
  await cloud.provision('AWS::Lambda::EventInvokeConfig', 'Retries', {
    FunctionName: 'worker',
    Qualifier: '$LATEST',
    DestinationConfig: { OnSuccess: { Destination: queueArn('done') } },
  });
  await send({ n: 1 });
  await vi.waitFor(
    async () =>
      expect(await received('done')).toMatchObject([
        {
          body: {
            requestContext: { condition: 'Success' },
            requestPayload: { n: 1 },
            responsePayload: 'fine',
          },
        },
      ]),
    10_000,
  );
});

it('tells a bus as an event of Lambda', async () => {
  await cloud.provision('AWS::Events::Rule', 'Results', {
    EventPattern: { source: ['lambda'] },
    Targets: [{ Id: 'done', Arn: queueArn('done') }],
  });
  await addFailing();
  const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
  await cloud.provision('AWS::Lambda::EventInvokeConfig', 'Retries', {
    FunctionName: 'worker',
    Qualifier: '$LATEST',
    DestinationConfig: { OnSuccess: { Destination: bus } },
  });
  await send({ n: 1 });
  await vi.waitFor(async () =>
    expect(await received('done')).toMatchObject([
      {
        body: {
          'detail-type': 'Lambda Function Invocation Result - Success',
          resources: ['arn:aws:lambda:us-east-1:000000000000:function:worker:$LATEST', bus],
          detail: { requestPayload: { n: 1 }, responsePayload: 'fine' },
        },
      },
    ]),
  );
});

it('gives up an event that has become too old for another try', async () => {
  await addFailing();
  await cloud.provision('AWS::Lambda::EventInvokeConfig', 'Retries', {
    FunctionName: 'worker',
    Qualifier: '$LATEST',
    MaximumEventAgeInSeconds: 60,
    MaximumRetryAttempts: 2,
  });
  await send({ bad: true });
  await untilAttempts(1);
  await clock.advance(61_000);
  await vi.waitFor(async () => expect(await received('dead')).toMatchObject([{ body: { bad: true } }]));
  expect(attempts()).toBe(1);
});

it('tries an event again whose outcome found no room on the disk', async () => {
  const { store } = cloud.ground;
  const code = `export const handler = () => new Promise((resolve) => setTimeout(resolve, 200));`;
  await cloud.addFunction('worker', code);
  await send({ n: 3 });
  store.define('PRAGMA query_only = 1');
  const about = () => cloud.faults.filter((fault) => fault.startsWith('lambda worker'));
  await vi.waitFor(() => expect(about()).toHaveLength(2), 10_000);
  store.define('PRAGMA query_only = 0');
  await clock.advance(1_000);
  await vi.waitFor(() => expect(store.all('SELECT * FROM lambda_event')).toEqual([]), 10_000);
  cloud.abandon();
  cloud = open();
});

it('runs a delivered event that was stored and not begun when the process died', async () => {
  await addFailing();
  await cloud.ground.store.write(() => {
    const target = 'arn:aws:lambda:us-east-1:000000000000:function:worker';
    cloud.ground.deliver({ target, body: '{"n":2}', caller: { principal: role } });
  });
  cloud.abandon();
  cloud = open();
  await untilAttempts(1);
});
