import type { Json } from '../../sandbox/kernel/json.ts';
import { operation } from '../../sandbox/kernel/operation.ts';
import type { Service } from '../../sandbox/kernel/service.ts';
import { type FakeFunction, statesCloud } from '../../sandbox/stepfunctions/testing.ts';
import { workflowText } from './load-workflow.ts';

/** What a stand-in task does on its n-th call: throws an error of that name, or succeeds. */
export type Script = Readonly<Record<string, readonly (string | 'ok')[] | 'ok'>>;

/** How one order went through the real definition, run by the sandbox's interpreter on a virtual clock. */
export interface Walk {
  readonly states: readonly string[];
  readonly status: string | undefined;
  readonly error: string | undefined;
  /** Tasks and integrations called, in order. */
  readonly calls: readonly string[];
  readonly published: readonly Json[];
  readonly payloads: readonly Json[];
  /** Milliseconds from start to end. */
  readonly tookMs: number;
}

export const order = { orderId: 'order-1', createdAt: '2026-01-15T10:30:00.000Z' };

const taskNames: Readonly<Record<string, string>> = {
  ValidateOrderFunctionArn: 'validate-order',
  ProcessPaymentFunctionArn: 'process-payment',
  UpdateInventoryFunctionArn: 'update-inventory',
  FenceOrderFunctionArn: 'fence-order',
  RefundPaymentFunctionArn: 'refund-payment',
  FailOrderFunctionArn: 'fail-order',
};

/**
 * Runs the workflow once. A script names, per task (or `sns`, `dynamodb`), the errors of its first calls; the last
 * entry repeats for ever.
 */
export async function walk(script: Script = {}): Promise<Walk> {
  const calls: string[] = [];
  const payloads: Json[] = [];
  const published: Json[] = [];
  const act = (name: string): void => {
    const steps = script[name] ?? 'ok';
    const step = steps === 'ok' ? 'ok' : steps[Math.min(countOf(calls, name), steps.length - 1)];
    calls.push(name);
    if (step !== undefined && step !== 'ok') throw named(step);
  };
  const functions = Object.fromEntries(
    Object.values(taskNames).map((name): [string, FakeFunction] => [
      name,
      (payload) => {
        payloads.push(payload);
        act(name);
        return {};
      },
    ]),
  );
  const cloud = statesCloud(functions, { seed: 7 }, () => [
    service('sns', 'Publish', (input) => {
      act('sns');
      published.push(input);
      return { MessageId: '1' };
    }),
    service('dynamodb', 'UpdateItem', () => {
      act('dynamodb');
      return {};
    }),
  ]);
  const {
    status,
    error,
    executionArn = '',
    startDate,
    stopDate,
  } = await cloud.run(definition(), order, 3_600_000);
  const states = (await cloud.history(executionArn)).flatMap(
    (event) => event.stateEnteredEventDetails?.name ?? [],
  );
  await cloud.stop();
  const tookMs = (stopDate?.getTime() ?? Infinity) - (startDate?.getTime() ?? 0);
  return { states, status, error, calls, published, payloads, tookMs };
}

export const countOf = (calls: readonly string[], name: string): number =>
  calls.filter((call) => call === name).length;

const definition = (): Json =>
  JSON.parse(
    workflowText.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => taskNames[name] ?? `the-${name}`),
  ) as Json; // JSON.parse gives JSON

function named(name: string): Error {
  const error = new TypeError('scripted');
  error.name = name;
  return error;
}

function service(name: string, operationName: string, run: (input: Json) => Json): Service {
  const call = operation<Json>({
    name: operationName,
    kind: 'async',
    parse: (raw) => raw as Json, // what the interpreter made of the definition
    permissions: () => [],
    run: (input) => Promise.resolve().then(() => run(input)),
  });
  return { name, wire: {}, resourceTypes: [], operations: [call] };
}
