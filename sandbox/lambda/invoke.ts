import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { RestAnswer } from '../kernel/service.ts';
import type { Store } from '../store/store.ts';
import type { AsyncQueue } from './async-queue.ts';
import { functionArn, nameIn } from './function-store.ts';
import type { FunctionStore } from './function-store.ts';
import type { Invoker } from './invoker.ts';

/** Largest events, in bytes: synchronous and asynchronous. */
const [largestEvent, largestAsyncEvent] = [6_291_456, 1_048_576];

const parse = inputOf(
  z.strictObject({
    FunctionName: z.string(),
    InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse'),
    LogType: z.enum(['None', 'Tail']).default('None'),
    Qualifier: z.string().optional(),
    Payload: z.string().default(''),
  }),
  'InvalidParameterValueException',
);

/** What Invoke answers to callers inside the sandbox; on the wire it is spread over status, headers and body. */
export interface InvokeOutput {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  /** JSON text. */
  readonly Payload?: string;
}

/** What Invoke works on. */
export interface InvokeDependencies {
  readonly store: Store;
  readonly functions: FunctionStore;
  readonly invoker: Invoker;
  readonly queue: AsyncQueue;
}

/** Invoke: waits for the function (RequestResponse) or stores the event (Event). */
export function invokeOperation({ store, functions, invoker, queue }: InvokeDependencies): Operation {
  return operation({
    name: 'Invoke',
    kind: 'async',
    parse,
    permissions: (input, place) => [
      {
        action: 'lambda:InvokeFunction',
        resource: functionArn(place, nameIn(input.FunctionName, place).name),
      },
    ],
    run: async (input, call): Promise<InvokeOutput> => {
      const target = functions.find(input.FunctionName, input.Qualifier);
      const payload = eventOf(input.Payload);
      const { traceHeader, requestId } = call;
      const size = Buffer.byteLength(payload);
      if (input.InvocationType === 'Event') {
        refuseAbove(largestAsyncEvent, size);
        await store.write(() => {
          queue.add({ functionName: target.name, payload, requestId, traceHeader });
        });
        return { StatusCode: 202 };
      }
      refuseAbove(largestEvent, size);
      const result = await invoker.invoke({ target, payload, traceHeader });
      return {
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: result.payload,
        ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
        ...(input.LogType === 'Tail' ? { LogResult: result.logTail } : {}),
      };
    },
  });
}

/** Invoke's answer on the wire. */
export function encodeInvoke(output: unknown): RestAnswer {
  const member = (name: string): string | undefined => {
    const value = isObject(output) ? output[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const headers = Object.entries({
    'x-amz-executed-version': member('ExecutedVersion'),
    'x-amz-function-error': member('FunctionError'),
    'x-amz-log-result': member('LogResult'),
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const status = isObject(output) ? Number(output['StatusCode']) : 200;
  return { status, headers: Object.fromEntries(headers), body: member('Payload') ?? '' };
}

function eventOf(payload: string): string {
  if (payload === '') return '{}';
  if (parseJson(payload) !== undefined) return payload;
  throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.', {
    details: { Type: 'User' },
  });
}

function refuseAbove(limit: number, size: number): void {
  if (size <= limit) return;
  const message = `Request must be smaller than ${String(limit)} bytes for the InvokeFunction operation`;
  throw new AwsError('RequestTooLargeException', message, { status: 413, details: { Type: 'User' } });
}
