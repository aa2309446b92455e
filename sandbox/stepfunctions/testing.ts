import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
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
import { createStepFunctions } from './service.ts';

/** What a stand-in function answers; it may throw. */
export type FakeFunction = (payload: Json, call: { readonly traceHeader?: string }) => unknown;

/** The role that machines of tests run with. */
export const roleArn = 'arn:aws:iam::000000000000:role/machine';

/** A cloud with this room, and stand-ins for the rooms that it calls. */
export type StatesCloud = ReturnType<typeof statesCloud>;

/** Starts the cloud on a virtual clock; `functions` are what `lambda:invoke` reaches, by name. */
export function statesCloud(
  functions: Readonly<Record<string, FakeFunction>>,
  options: { readonly directory?: string; readonly clock?: VirtualClock; readonly seed?: number } = {},
  others: (ground: Ground) => readonly Service[] = () => [],
) {
  const clock = options.clock ?? virtualClock();
  /** Names of the functions that were invoked, in order. */
  const invoked: string[] = [];
  /** Entries that reached the default bus. */
  const events: Json[] = [];
  const metrics: MetricDatum[] = [];
  const logs: LogEntry[] = [];
  const cloud = testCloud({
    ...options,
    clock,
    rooms: (ground) => [
      fakeLambda(functions, invoked),
      fakeBus(events),
      ...others(ground),
      createStepFunctions(ground, {
        metrics: { put: (datum) => metrics.push(datum) },
        logs: { write: (entry) => logs.push(entry) },
      }),
    ],
  });
  const client = new SFNClient({ ...cloud.clientConfig, maxAttempts: 1 });
  const stop = async (): Promise<void> => {
    await clock.settle();
    await cloud.stop();
  };
  return { ...cloud, invoked, events, metrics, logs, clock, client, ...driving(clock, client), stop };
}

function driving(clock: VirtualClock, client: SFNClient) {
  /** Waits for a call's answer while the clock stands still. */
  const settled = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    // A refusal that comes while time settles is not unhandled: whoever awaits the answer sees it.
    answer.catch(() => undefined);
    await clock.settle();
    return answer;
  };
  /** Creates a machine and gives its ARN. */
  const create = async (name: string, definition: Json): Promise<string> => {
    const command = new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn });
    return (await settled(client.send(command))).stateMachineArn ?? '';
  };
  /** Starts an execution and gives its ARN; the clock does not move. */
  const begin = async (stateMachineArn: string, input: Json = {}, name?: string): Promise<string> => {
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await settled(client.send(command))).executionArn ?? '';
  };
  const describe = (executionArn: string) =>
    settled(client.send(new DescribeExecutionCommand({ executionArn })));
  const history = async (executionArn: string): Promise<readonly HistoryEvent[]> => {
    const command = new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 });
    return (await settled(client.send(command))).events ?? [];
  };
  let machines = 0;
  /** Creates and starts a machine, moves the clock by `ms`, and gives what DescribeExecution says then. */
  const run = async (definition: Json, input: Json = {}, ms = 0) => {
    machines += 1;
    const executionArn = await begin(await create(`machine-${String(machines)}`, definition), input);
    await clock.advance(ms);
    return describe(executionArn);
  };
  return { settled, create, begin, describe, history, run };
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
