import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { AwsError } from '../kernel/errors.ts';
import { statesCloud } from './testing.ts';

class ThingUnavailable extends Error {
  override readonly name = 'ThingUnavailable';
}

const invoke = (FunctionName: string, more: object = {}): Record<string, Json> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  End: true,
  ...(more as Record<string, Json>),
});
const machine = (A: Json, others: Record<string, Json> = {}): Json => ({
  StartAt: 'A',
  States: { A, ...others },
});
const types = (events: readonly { type?: string | undefined }[]) => events.map(({ type }) => type);

test('a ten-minute retry schedule runs in milliseconds and at the right instants', async () => {
  const at: number[] = [];
  const cloud = statesCloud({
    flaky: () => {
      at.push(cloud.clock.now());
      if (at.length < 6) throw new ThingUnavailable('not yet');
      return 'done';
    },
  });
  const Retry = [
    {
      ErrorEquals: ['ThingUnavailable'],
      IntervalSeconds: 20,
      BackoffRate: 2,
      MaxAttempts: 5,
      MaxDelaySeconds: 300,
    },
  ];
  const {
    status,
    output,
    executionArn = '',
  } = await cloud.run(machine(invoke('flaky', { Retry })), {}, 601_000);
  expect([status, output]).toEqual(['SUCCEEDED', '"done"']);
  expect(at.map((ms) => (ms - (at[0] ?? 0)) / 1_000)).toEqual([0, 20, 60, 140, 300, 600]);
  const history = await cloud.history(executionArn);
  expect(types(history).filter((type) => type === 'TaskFailed')).toHaveLength(5);
  expect(types(history).filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  await cloud.stop();
});

test('retries that are used up lead to the catch, whose path places error and cause', async () => {
  const cloud = statesCloud({
    broken: () => {
      throw new ThingUnavailable('gone');
    },
  });
  const A = invoke('broken', {
    Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
    Catch: [
      { ErrorEquals: ['Other'], Next: 'B' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'B' },
    ],
  });
  const { status, output } = await cloud.run(
    machine(A, { B: { Type: 'Pass', End: true } }),
    { id: 7 },
    10_000,
  );
  expect(status).toBe('SUCCEEDED');
  const cause = JSON.stringify({ errorType: 'ThingUnavailable', errorMessage: 'gone', trace: [] });
  expect(JSON.parse(output ?? '')).toEqual({ id: 7, failure: { Error: 'ThingUnavailable', Cause: cause } });
  expect(cloud.invoked).toHaveLength(3);
  await cloud.stop();
});

test('an error that nothing handles fails the execution under its name', async () => {
  const cloud = statesCloud({
    broken: () => {
      throw new ThingUnavailable('gone');
    },
  });
  const { status, error, cause, executionArn = '' } = await cloud.run(machine(invoke('broken')));
  expect([status, error]).toEqual(['FAILED', 'ThingUnavailable']);
  expect(JSON.parse(cause ?? '')).toMatchObject({ errorMessage: 'gone' });
  const history = await cloud.history(executionArn);
  expect(types(history).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
  expect(history.at(-2)?.taskFailedEventDetails).toMatchObject({
    resourceType: 'lambda',
    resource: 'invoke',
  });
  await cloud.stop();
});

test.each<[string, string, string]>([
  ['Lambda', 'TooManyRequestsException', 'Lambda.TooManyRequestsException'],
  ['Lambda', 'AccessDeniedException', 'Lambda.AWSLambdaException'],
])('a refusal of %s with %s is called %s', async (_, code, wanted) => {
  const cloud = statesCloud({
    refused: () => {
      throw new AwsError(code, 'no', { status: 429 });
    },
  });
  const { error } = await cloud.run(machine(invoke('refused')));
  expect(error).toBe(wanted);
  await cloud.stop();
});

test('a task that takes too long times out; its late answer is dropped (F35)', async () => {
  const cloud = statesCloud({
    slow: () => new Promise((resolve) => cloud.clock.after(20_000, () => resolve('late'))),
  });
  const A = invoke('slow', { TimeoutSeconds: 10, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }] });
  const B = { Type: 'Wait', Seconds: 60, End: true };
  const { status, output, executionArn = '' } = await cloud.run(machine(A, { B }), {}, 71_000);
  expect([status, output]).toEqual(['SUCCEEDED', '{"Error":"States.Timeout","Cause":""}']);
  expect(types(await cloud.history(executionArn))).toContain('TaskTimedOut');
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});

test('the machine has a timeout of its own (F35)', async () => {
  const cloud = statesCloud({});
  const definition = {
    TimeoutSeconds: 30,
    StartAt: 'A',
    States: { A: { Type: 'Wait', Seconds: 60, End: true } },
  };
  const { status, error, executionArn = '' } = await cloud.run(definition, {}, 100_000);
  expect([status, error]).toEqual(['TIMED_OUT', undefined]);
  expect(types(await cloud.history(executionArn)).at(-1)).toBe('ExecutionTimedOut');
  await cloud.stop();
});

test.each<[string, Json, string]>([
  [
    'no choice',
    { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 1, Next: 'B' }] },
    'States.Runtime',
  ],
  [
    'a missing variable',
    { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'B' }] },
    'States.Runtime',
  ],
  ['a missing input path', { Type: 'Pass', InputPath: '$.x', Next: 'B' }, 'States.Runtime'],
  ['a missing parameter', { Type: 'Pass', Parameters: { 'x.$': '$.x' }, Next: 'B' }, 'States.Runtime'],
  [
    'a result with no place',
    { Type: 'Pass', Result: 1, ResultPath: '$.n.x', Next: 'B' },
    'States.ResultPathMatchFailure',
  ],
  [
    'a catch with no place',
    {
      ...invoke('none'),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.n.x', Next: 'B' }],
    },
    'States.ResultPathMatchFailure',
  ],
  [
    'items that are no array',
    {
      Type: 'Map',
      ItemsPath: '$.n',
      ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } },
      Next: 'B',
    },
    'States.Runtime',
  ],
  [
    'a Fail state',
    { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 5, Next: 'F' }], Default: 'B' },
    'Own.5',
  ],
])('%s ends the execution as %s', async (_, A, wanted) => {
  const cloud = statesCloud({});
  const B = { Type: 'Succeed' };
  const F = { Type: 'Fail', ErrorPath: "States.Format('Own.{}', $.n)", Cause: 'because' };
  const others = JSON.stringify(A).includes('"F"') ? { B, F } : { B };
  const { status, error } = await cloud.run(machine(A, others), { n: 5 });
  expect([status, error]).toEqual(['FAILED', wanted]);
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});

test('a result over 256 KiB ends the execution, and no catch helps (F37)', async () => {
  const cloud = statesCloud({ large: () => 'x'.repeat(262_145) });
  const A = invoke('large', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] });
  const { status, error } = await cloud.run(machine(A, { B: { Type: 'Succeed' } }));
  expect([status, error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
  await cloud.stop();
});

test('a loop without end is stopped by the limit of 25,000 events', async () => {
  const cloud = statesCloud({});
  const states = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
  const { status, error, cause, executionArn } = await cloud.run({ StartAt: 'A', States: states }, {}, 1_000);
  expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
  expect(cause).toBe('The execution reached the maximum number of history events (25000).');
  const newest = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 });
  const { events } = await cloud.settled(cloud.client.send(newest));
  expect(events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [25_000, 24_999, 'ExecutionFailed'],
    [24_999, 24_998, 'PassStateExited'],
  ]);
  await cloud.stop();
});
