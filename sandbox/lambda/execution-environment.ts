import type { Clock } from '../kernel/clock.ts';
import type { LogMessage } from '../kernel/log-sink.ts';
import type { Caller } from '../kernel/operation.ts';
import type { WireRequest, WireResponse } from '../wire/http.ts';
import type { StoredFunction } from './function-spec.ts';

/** One event for a function, ready to be run. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly invokedFunctionArn: string;
  /** The value of _X_AMZN_TRACE_ID, where the invocation is traced. */
  readonly traceHeader?: string | undefined;
}

/** How an invocation ended. */
export interface Outcome {
  /** JSON text: the handler's result, or the error as Lambda writes it. */
  readonly payload: string;
  readonly status: 'success' | 'error' | 'timeout';
  readonly durationMs: number;
  readonly usedMemoryMb: number;
  /** Present on the first invocation of an environment: what its start took. */
  readonly initMs?: number;
  /** What the function wrote. */
  readonly lines: readonly LogMessage[];
  readonly logStream: string;
  /** Present where the environment was lost: `Runtime.ExitError` and the like. */
  readonly lostTo?: string;
}

/** What every environment is made of. */
export interface EnvironmentOptions {
  readonly clock: Clock;
  readonly target: StoredFunction;
  readonly region: string;
  /** Who the function's calls are made by. */
  readonly caller: Caller;
  readonly handle: (request: WireRequest, caller: Caller) => Promise<WireResponse>;
  readonly environment: Readonly<Record<string, string>>;
  readonly logStream: string;
}

/** A place where one function's code is loaded and handles one event at a time. */
export interface ExecutionEnvironment {
  /** Resolves when the code is loaded; also when loading failed, which `run` then answers. */
  readonly ready: Promise<void>;
  /** False once it cannot take another event. */
  readonly isAlive: boolean;
  /** Never rejects: whatever the function does is an outcome. */
  readonly run: (invocation: Invocation) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

type End = Pick<Outcome, 'payload' | 'status' | 'durationMs'>;

/** What Lambda answers for a function that ran out of its time. */
export function timedOut(requestId: string, seconds: number): End {
  const reason = `Task timed out after ${seconds.toFixed(2)} seconds`;
  const { payload } = runtimeError(requestId, 'Sandbox.Timedout', reason);
  return { payload, status: 'timeout', durationMs: seconds * 1_000 };
}

/** What Lambda answers where a function did not get to answer itself. */
export function runtimeError(
  requestId: string,
  errorType: string,
  reason: string,
): Pick<Outcome, 'payload'> & { readonly status: 'error' } {
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  return { payload: JSON.stringify({ errorType, errorMessage }), status: 'error' };
}
