import * as sfn from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { operation } from '../kernel/operation.ts';
import type { Caller } from '../kernel/operation.ts';
import type { Json } from '../kernel/json.ts';
import type { Service } from '../kernel/service.ts';
import { roleArn, statesCloud } from './testing.ts';

type Input = Readonly<Record<string, unknown>>;

/** A room with one operation that answers as it is told and remembers what it was asked. */
function fake(service: string, name: string, answer: (input: Input) => unknown) {
  const asked: { input: Input; caller: Caller; traceHeader?: string | undefined }[] = [];
  const room: Service = {
    name: service,
    wire: {},
    resourceTypes: [],
    operations: [
      operation<Input>({
        name,
        kind: 'read',
        parse: (raw) => raw,
        permissions: () => [],
        run: (input, { caller, traceHeader }) => {
          asked.push({ input, caller, traceHeader });
          return answer(input);
        },
      }),
    ],
  };
  return { room, asked };
}

const task = (Resource: string, Parameters: Json = {}, more: object = {}): Json => ({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Task',
      Resource: `arn:aws:states:::${Resource}`,
      Parameters,
      End: true,
      ...(more as Record<string, Json>),
    },
  },
});

test('a call is made with the role of the machine and the trace of its start', async () => {
  const { room, asked } = fake('sns', 'Publish', () => ({ MessageId: 'm-1' }));
  const cloud = statesCloud({}, {}, () => [room]);
  const stateMachineArn = await cloud.create('m', task('sns:publish', { TopicArn: 't', 'Message.$': '$' }));
  const start = new sfn.StartExecutionCommand({
    stateMachineArn,
    input: '{"a":1}',
    traceHeader: 'Root=1-2-3',
  });
  const { executionArn = '' } = await cloud.settled(cloud.client.send(start));
  expect(asked).toEqual([
    {
      input: { TopicArn: 't', Message: '{"a":1}' },
      caller: { principal: roleArn, sourceArn: executionArn },
      traceHeader: 'Root=1-2-3',
    },
  ]);
  expect(await cloud.describe(executionArn)).toMatchObject({
    output: '{"MessageId":"m-1","SdkHttpMetadata":{"HttpStatusCode":200}}',
    traceHeader: 'Root=1-2-3',
  });
  await cloud.stop();
});

test('events are put with their detail as text and the execution among their resources', async () => {
  let failed = 0;
  const { room, asked } = fake('bus', 'PutEvents', () => ({
    FailedEntryCount: failed,
    Entries: [{ ErrorCode: 'X' }],
  }));
  const cloud = statesCloud({}, {}, () => [room]);
  // The bus stand-in of these tests has no operations: the real service name leads to the fake for this one.
  const bus = cloud.services.find(({ name }) => name === 'events');
  (bus?.operations as unknown[]).push(...room.operations); // the list of the stand-in is an ordinary array
  const Entries = [{ Source: 's', DetailType: 'd', Detail: { a: 1 } }];
  const fine = await cloud.run(task('events:putEvents', { Entries }));
  expect(fine.status).toBe('SUCCEEDED');
  expect(asked[0]?.input).toEqual({
    Entries: [
      {
        Source: 's',
        DetailType: 'd',
        Detail: '{"a":1}',
        Resources: [fine.executionArn, fine.stateMachineArn],
      },
    ],
  });
  failed = 1;
  expect(await cloud.run(task('events:putEvents', { Entries }))).toMatchObject({
    status: 'FAILED',
    error: 'EventBridge.FailedEntry',
  });
  await cloud.stop();
});

test.each<[string, string, string, string, string]>([
  ['sns:publish', 'sns', 'Publish', 'NotFound', 'SNS.NotFoundException'],
  [
    'dynamodb:putItem',
    'dynamodb',
    'PutItem',
    'ConditionalCheckFailedException',
    'DynamoDB.ConditionalCheckFailedException',
  ],
  ['dynamodb:getItem', 'dynamodb', 'GetItem', 'AccessDeniedException', 'DynamoDB.AmazonDynamoDBException'],
  ['sqs:sendMessage', 'sqs', 'SendMessage', 'QueueDoesNotExist', 'SQS.QueueDoesNotExistException'],
])('%s: %s %s refused with %s is %s', async (...[resource, service, name, code, wanted]) => {
  const { room } = fake(service, name, () => {
    throw new AwsError(code, 'refused');
  });
  const cloud = statesCloud({}, {}, () => [room]);
  const { status, error, cause } = await cloud.run(task(resource));
  expect([status, error]).toEqual(['FAILED', wanted]);
  expect(cause).toContain('refused');
  await cloud.stop();
});

test('a task waits for its token, which ends it once', async () => {
  const { room, asked } = fake('sqs', 'SendMessage', () => ({ MessageId: 'm' }));
  const cloud = statesCloud({}, {}, () => [room]);
  const definition = task('sqs:sendMessage.waitForTaskToken', {
    MessageBody: { 'token.$': '$$.Task.Token' },
  });
  const executionArn = await cloud.begin(await cloud.create('m', definition));
  const { token: taskToken } = JSON.parse(String(asked[0]?.input['MessageBody'])) as { token: string };
  await cloud.clock.advance(3_600_000);
  expect((await cloud.describe(executionArn)).status).toBe('RUNNING');
  const send = (output: string) =>
    cloud.settled(cloud.client.send(new sfn.SendTaskSuccessCommand({ taskToken, output })));
  const forged = new sfn.SendTaskHeartbeatCommand({ taskToken: 'forged' });
  await expect(cloud.settled(cloud.client.send(forged))).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidToken' }) as Error,
  );
  await expect(send('{')).rejects.toThrow(expect.objectContaining({ name: 'InvalidOutput' }) as Error);
  await send('{"ok":true}');
  await expect(send('{"ok":true}')).rejects.toThrow(
    expect.objectContaining({ name: 'TaskTimedOut' }) as Error,
  );
  expect(await cloud.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
  expect((await cloud.history(executionArn)).map(({ type }) => type)).toEqual([
    ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
    ...['TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
  ]);
  await cloud.stop();
});

test('a token fails its task, and heartbeats keep it alive until they stay away', async () => {
  const { room, asked } = fake('sqs', 'SendMessage', () => ({ MessageId: 'm' }));
  const cloud = statesCloud({}, {}, () => [room]);
  const stateMachineArn = await cloud.create(
    'm',
    task(
      'sqs:sendMessage.waitForTaskToken',
      { MessageBody: { 'token.$': '$$.Task.Token' } },
      { HeartbeatSeconds: 60 },
    ),
  );
  const tokenOf = (index: number) =>
    (JSON.parse(String(asked[index]?.input['MessageBody'])) as { token: string }).token;
  const quiet = await cloud.begin(stateMachineArn);
  for (let minute = 0; minute < 5; minute += 1) {
    await cloud.clock.advance(50_000);
    await cloud.settled(cloud.client.send(new sfn.SendTaskHeartbeatCommand({ taskToken: tokenOf(0) })));
  }
  expect((await cloud.describe(quiet)).status).toBe('RUNNING');
  await cloud.clock.advance(61_000);
  expect(await cloud.describe(quiet)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
  const failing = await cloud.begin(stateMachineArn);
  const failure = new sfn.SendTaskFailureCommand({ taskToken: tokenOf(1), error: 'Own', cause: 'why' });
  await cloud.settled(cloud.client.send(failure));
  expect(await cloud.describe(failing)).toMatchObject({ status: 'FAILED', error: 'Own', cause: 'why' });
  await cloud.stop();
});
