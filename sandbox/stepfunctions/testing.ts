import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { Json } from '../kernel/json.ts';
import { operation } from '../kernel/operation.ts';
import type { LogEntry } from '../kernel/log-sink.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createStepFunctions } from './service.ts';

/** What a stand-in function answers; it may throw. */
export type FakeFunction = (payload: Json, call: { readonly traceHeader?: string }) => unknown;

/** A cloud with this room, and stand-ins for the rooms that it calls. */
export interface StatesCloud extends TestCloud {
  readonly clock: VirtualClock;
  readonly client: SFNClient;
  /** Waits for a call's answer while the clock stands still. */
  readonly settled: <Answer>(answer: Promise<Answer>) => Promise<Answer>;
  /** Creates a machine and gives its ARN. */
  readonly create: (name: string, definition: Json) => Promise<string>;
  /** Starts an execution and gives its ARN; the clock does not move. */
  readonly begin: (stateMachineArn: string, input?: Json, name?: string) => Promise<string>;
  readonly describe: (executionArn: string) => Promise<DescribeExecutionOutput>;
  readonly history: (executionArn: string) => Promise<readonly HistoryEvent[]>;
  /** Creates and starts a machine, moves the clock by `ms`, and gives what DescribeExecution says then. */
  readonly run: (definition: Json, input?: Json, ms?: number) => Promise<DescribeExecutionOutput>;
  /** Names of the functions that were invoked, in order. */
  readonly invoked: readonly string[];
  /** Entries that reached the default bus. */
  readonly events: readonly Json[];
  readonly metrics: readonly MetricDatum[];
  readonly logs: readonly LogEntry[];
}

/** The role that machines of tests run with. */
export const roleArn = 'arn:aws:iam::000000000000:role/machine';

/** Starts the cloud on a virtual clock; `functions` are what `lambda:invoke` reaches, by name. */
export function statesCloud(
  functions: Readonly<Record<string, FakeFunction>>,
  options: { readonly directory?: string; readonly clock?: VirtualClock; readonly seed?: number } = {},
  others: (ground: Ground) => readonly Service[] = () => [],
): StatesCloud {
  const clock = options.clock ?? virtualClock();
  const seen = {
    invoked: [] as string[],
    events: [] as Json[],
    metrics: [] as MetricDatum[],
    logs: [] as LogEntry[],
  };
  const cloud = testCloud({
    ...options,
    clock,
    rooms: (ground) => [
      fakeLambda(functions, seen.invoked),
      fakeBus(seen.events),
      ...others(ground),
      createStepFunctions(ground, {
        metrics: { put: (datum) => seen.metrics.push(datum) },
        logs: { write: (entry) => seen.logs.push(entry) },
      }),
    ],
  });
  const client = new SFNClient({ ...cloud.clientConfig, maxAttempts: 1 });
  return { ...cloud, ...seen, clock, client, ...driving(clock, client), stop: () => stopped(clock, cloud) };
}

type Driving = Pick<StatesCloud, 'settled' | 'create' | 'begin' | 'describe' | 'history' | 'run'>;

function driving(clock: VirtualClock, client: SFNClient): Driving {
  const settled: StatesCloud['settled'] = async (answer) => {
    // A refusal that comes while time settles is not unhandled: whoever awaits the answer sees it.
    answer.catch(() => undefined);
    await clock.settle();
    return answer;
  };
  const create: StatesCloud['create'] = async (name, definition) => {
    const command = new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn });
    return (await settled(client.send(command))).stateMachineArn ?? '';
  };
  const begin: StatesCloud['begin'] = async (stateMachineArn, input = {}, name = undefined) => {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await settled(client.send(command))).executionArn ?? '';
  };
  const describe: StatesCloud['describe'] = (executionArn) =>
    settled(client.send(new DescribeExecutionCommand({ executionArn })));
  let machines = 0;
  return {
    settled,
    create,
    begin,
    describe,
    history: async (executionArn) => {
      const command = new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 });
      return (await settled(client.send(command))).events ?? [];
    },
    run: async (definition, input = {}, ms = 0) => {
      machines += 1;
      const executionArn = await begin(await create(`machine-${String(machines)}`, definition), input);
      await clock.advance(ms);
      return describe(executionArn);
    },
  };
}

async function stopped(clock: VirtualClock, cloud: TestCloud): Promise<void> {
  await clock.settle();
  await cloud.stop();
}

const nothing = { wire: {}, resourceTypes: [] };

function fakeLambda(functions: Readonly<Record<string, FakeFunction>>, invoked: string[]): Service {
  const invoke = operation<Readonly<Record<string, unknown>>>({
    name: 'Invoke',
    kind: 'async',
    parse: (raw) => raw,
    permissions: () => [],
    run: async ({ FunctionName, Payload }, { traceHeader }) => {
      const name = String(FunctionName).split(':').at(-1) ?? '';
      invoked.push(name);
      const handler = functions[name];
      if (handler === undefined)
        throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, { status: 404 });
      try {
        const payload = JSON.parse(String(Payload)) as Json;
        const answer = await handler(payload, traceHeader === undefined ? {} : { traceHeader });
        return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.stringify(answer ?? null) };
      } catch (thrown) {
        if (thrown instanceof AwsError || !(thrown instanceof Error)) throw thrown;
        const error = { errorType: thrown.name, errorMessage: thrown.message, trace: [] };
        return { StatusCode: 200, FunctionError: 'Unhandled', Payload: JSON.stringify(error) };
      }
    },
  });
  return { name: 'lambda', ...nothing, operations: [invoke] };
}

function fakeBus(events: Json[]): Service {
  return {
    name: 'events',
    ...nothing,
    operations: [],
    receive: ({ body }) => {
      events.push(JSON.parse(body) as Json);
    },
  };
}
