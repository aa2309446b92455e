import * as sfn from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../kernel/json.ts';
import { roleArn, statesCloud } from './testing.ts';
import type { StatesCloud } from './testing.ts';

const wait = (Seconds: number): Json => ({
  StartAt: 'A',
  States: { A: { Type: 'Wait', Seconds, End: true } },
});
const invoke = 'arn:aws:states:::lambda:invoke';

test('every change of status is an event on the default bus and a metric', async () => {
  const cloud = statesCloud({});
  const stateMachineArn = await cloud.create('m', wait(60));
  const executionArn = await cloud.begin(stateMachineArn, { a: 1 }, 'one');
  const startDate = cloud.clock.now();
  await cloud.clock.advance(60_000);
  expect(cloud.events).toHaveLength(2);
  expect(cloud.events[0]).toMatchObject({ detail: { status: 'RUNNING', stopDate: null, output: null } });
  expect(cloud.events[1]).toMatchObject({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [executionArn],
    detail: {
      ...{
        executionArn,
        stateMachineArn,
        name: 'one',
        status: 'SUCCEEDED',
        input: '{"a":1}',
        output: '{"a":1}',
      },
      ...{
        startDate,
        stopDate: startDate + 60_000,
        inputDetails: { included: true },
        error: null,
        cause: null,
      },
    },
  });
  const dimensions = { StateMachineArn: stateMachineArn };
  expect(cloud.metrics.map(({ name, value }) => `${name} ${String(value)}`)).toEqual([
    ...['ExecutionsStarted 1', 'ExecutionsSucceeded 1', 'ExecutionTime 60000'],
  ]);
  expect(cloud.metrics[0]).toMatchObject({ namespace: 'AWS/States', dimensions });
  await cloud.stop();
});

const logged = (cloud: StatesCloud): { type: string; details: JsonObject }[] =>
  cloud.logs.flatMap(({ messages }) =>
    messages.map(({ message }) => JSON.parse(message) as { type: string; details: JsonObject }),
  );

/** Makes what a template declares. */
async function provision(cloud: StatesCloud, properties: JsonObject) {
  const [type] = cloud.services.flatMap(({ resourceTypes }) => resourceTypes);
  const planned = type?.plan({ stackName: 'stack', logicalId: 'Thing', properties });
  await cloud.settled(cloud.ground.store.write(() => planned?.provision()));
  return planned;
}

const logTo = (LogGroupArn: string) => [{ CloudWatchLogsLogGroup: { LogGroupArn } }];

async function machineWithLog(cloud: StatesCloud, level: string, withData: boolean): Promise<string> {
  const A: Json = { Type: 'Task', Resource: invoke, Parameters: { FunctionName: 'none' }, End: true };
  const planned = await provision(cloud, {
    RoleArn: roleArn,
    Definition: { StartAt: 'A', States: { A } },
    LoggingConfiguration: {
      Level: level,
      IncludeExecutionData: withData,
      Destinations: logTo('arn:aws:logs:us-east-1:000000000000:log-group:/aws/states/m:*'),
    },
  });
  return planned?.physicalId ?? '';
}

test.each<[string, JsonObject]>([
  [
    'must end in :*',
    { Level: 'ALL', Destinations: logTo('arn:aws:logs:us-east-1:000000000000:log-group:/aws/states/m') },
  ],
  ['a log group is missing', { Level: 'ERROR' }],
])('a log that no group can take is refused: %s', async (message, LoggingConfiguration) => {
  const cloud = statesCloud({});
  const Definition = wait(1);
  await expect(provision(cloud, { RoleArn: roleArn, Definition, LoggingConfiguration })).rejects.toThrow(
    message,
  );
  await cloud.stop();
});

test.each<[sfn.LogLevel, string[]]>([
  [
    'ALL',
    ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskFailed', 'ExecutionFailed'],
  ],
  ['ERROR', ['TaskFailed', 'ExecutionFailed']],
  ['FATAL', ['ExecutionFailed']],
  ['OFF', []],
])('level %s logs %j', async (level, wanted) => {
  const cloud = statesCloud({});
  await cloud.begin(await machineWithLog(cloud, level, true), { secret: 1 });
  expect(logged(cloud).map(({ type }) => type)).toEqual(wanted);
  expect(new Set(cloud.logs.map(({ group }) => group))).toEqual(
    new Set(level === 'OFF' ? [] : ['/aws/states/m']),
  );
  await cloud.stop();
});

test('without execution data the log holds no input', async () => {
  for (const included of [true, false]) {
    const cloud = statesCloud({});
    await cloud.begin(await machineWithLog(cloud, 'ALL', included), { secret: 1 });
    expect(JSON.stringify(logged(cloud)).includes('secret')).toBe(included);
    await cloud.stop();
  }
});

test('a delivery to a state machine starts an execution with the body as input', async () => {
  const cloud = statesCloud({});
  const target = await cloud.create('m', wait(1));
  const caller = { principal: 'events.amazonaws.com' };
  await cloud.settled(
    cloud.ground.store.write(() => {
      cloud.ground.deliver({ target, body: '{"from":"bus"}', caller });
    }),
  );
  const { executions } = await cloud.settled(
    cloud.client.send(new sfn.ListExecutionsCommand({ stateMachineArn: target })),
  );
  expect((await cloud.describe(executions?.[0]?.executionArn ?? '')).input).toBe('{"from":"bus"}');
  await cloud.stop();
});

test('a failed execution is redriven from the state that failed', async () => {
  let isRepaired = false;
  const cloud = statesCloud({
    first: () => 'first',
    second: () => {
      if (!isRepaired) throw new TypeError('not yet');
      return 'second';
    },
  });
  const task = (FunctionName: string, more: object) => ({
    Type: 'Task',
    Resource: invoke,
    Parameters: { FunctionName },
    OutputPath: '$.Payload',
    ...more,
  });
  const branch = (name: string) => ({ StartAt: name, States: { [name]: task(name, { End: true }) } });
  const definition = {
    StartAt: 'One',
    States: {
      One: task('first', { Next: 'Both' }),
      Both: { Type: 'Parallel', Branches: [branch('first'), branch('second')], End: true },
    },
  };
  const failed = await cloud.run(definition); // `more` is an object
  const { executionArn = '' } = failed;
  expect(failed).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE', redriveCount: 0 });
  isRepaired = true;
  await cloud.settled(cloud.client.send(new sfn.RedriveExecutionCommand({ executionArn })));
  expect(await cloud.describe(executionArn)).toMatchObject({
    ...{
      status: 'SUCCEEDED',
      output: '["first","second"]',
      redriveCount: 1,
      redriveStatus: 'NOT_REDRIVABLE',
    },
  });
  expect(cloud.invoked).toEqual(['first', 'first', 'second', 'second']);
  await expect(
    cloud.settled(cloud.client.send(new sfn.RedriveExecutionCommand({ executionArn }))),
  ).rejects.toThrow(expect.objectContaining({ name: 'ExecutionNotRedrivable' }) as Error);
  await cloud.stop();
});

const selecting = { Type: 'Map', MaxConcurrency: 2, ItemSelector: { 'x.$': '$$.Map.Item.Value.x' } };

test.each<[string, object]>([
  ['an item that is no good', selecting],
  [
    'an error that its catch cannot place',
    { Type: 'Map', Catch: [{ ErrorEquals: ['Own'], ResultPath: '$.x', Next: 'B' }] },
  ],
])('a Map that failed by %s is begun again by a redrive', async (_, map) => {
  const cloud = statesCloud({});
  const P = 'Catch' in map ? { Type: 'Fail', Error: 'Own' } : { Type: 'Wait', Seconds: 1, End: true };
  const A = { ...map, ItemProcessor: { StartAt: 'P', States: { P } }, Next: 'B' };
  const definition = { StartAt: 'A', States: { A, B: { Type: 'Succeed' } } };
  const failed = await cloud.run(definition, [{ x: 1 }, { x: 2 }, {}], 5_000);
  expect(failed.status).toBe('FAILED');
  const { executionArn = '' } = failed;
  await cloud.settled(cloud.client.send(new sfn.RedriveExecutionCommand({ executionArn })));
  await cloud.clock.advance(5_000);
  const { error } = failed;
  expect(await cloud.describe(executionArn)).toMatchObject({ status: 'FAILED', error, redriveCount: 1 });
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});

test('a redrive that fails again at once calls nothing for the branches beside the failure', async () => {
  const cloud = statesCloud({ slow: () => new Promise(() => undefined) });
  const Fails = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail' } } };
  const Parameters = { FunctionName: 'slow' };
  const T = { Type: 'Task', Resource: invoke, Parameters, TimeoutSeconds: 60, End: true };
  const Branches = [Fails, { StartAt: 'T', States: { T } }];
  const definition = { StartAt: 'P', States: { P: { Type: 'Parallel', Branches, End: true } } };
  const { executionArn = '', status } = await cloud.run(definition, {}, 1_000);
  expect(status).toBe('FAILED');
  await cloud.settled(cloud.client.send(new sfn.RedriveExecutionCommand({ executionArn })));
  expect(await cloud.describe(executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
  expect((await cloud.history(executionArn)).at(-1)?.type).toBe('ExecutionFailed');
  expect(cloud.invoked).toEqual(['slow']);
  expect(cloud.ground.store.get('SELECT 1 FROM states_frame WHERE due_at IS NOT NULL')).toBeUndefined();
  await cloud.stop();
});

test('a template gives a state machine; a change of it holds for new executions', async () => {
  const cloud = statesCloud({});
  const properties = {
    RoleArn: roleArn,
    Definition: { StartAt: 'A', States: { A: { Type: 'Pass', Result: '${word}', End: true } } },
    DefinitionSubstitutions: { word: 'quoted "one"' },
  };
  const planned = await provision(cloud, properties);
  const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:stack-Thing';
  expect(planned).toMatchObject({ physicalId: arn, attributes: { Arn: arn, Name: 'stack-Thing' } });
  const output = async () => (await cloud.describe(await cloud.begin(arn))).output;
  expect(await output()).toBe('"quoted \\"one\\""');
  await provision(cloud, { ...properties, DefinitionSubstitutions: { word: 'two' } });
  expect(await output()).toBe('"two"');
  await expect(provision(cloud, { ...properties, Definition: { StartAt: 'X', States: {} } })).rejects.toThrow(
    /MISSING_TRANSITION_TARGET/,
  );
  await expect(provision(cloud, { ...properties, EncryptionConfiguration: {} })).rejects.toThrow(
    /EncryptionConfiguration/,
  );
  await cloud.stop();
});

test('only what a template substitutes is replaced in a definition', async () => {
  const cloud = statesCloud({});
  const A = { Type: 'Pass', Result: '${word} ${constructor}', End: true };
  const Definition = { StartAt: 'A', States: { A } };
  const DefinitionSubstitutions = { word: 'a' };
  const planned = await provision(cloud, { RoleArn: roleArn, Definition, DefinitionSubstitutions });
  const executionArn = await cloud.begin(planned?.physicalId ?? '');
  expect((await cloud.describe(executionArn)).output).toBe('"a ${constructor}"');
  await cloud.stop();
});

test('what closed 90 days ago goes, whatever older execution still runs', async () => {
  const cloud = statesCloud({});
  await cloud.begin(await cloud.create('slow', wait(365 * 86_400)));
  const input = { stateMachineArn: await cloud.create('quick', wait(1)) };
  const call = { service: 'states', operation: 'StartExecution', input, caller: { principal: 'test' } };
  await cloud.settled(Promise.all(Array.from({ length: 300 }, () => cloud.ground.call(call))));
  const kept = () => cloud.ground.store.get('SELECT count(*) AS executions FROM states_execution');
  await cloud.clock.advance(89 * 86_400_000);
  expect(kept()).toEqual({ executions: 301 });
  await cloud.clock.advance(3 * 86_400_000 - 3_600_000);
  expect(kept()).toEqual({ executions: 1 });
  await cloud.stop();
});
