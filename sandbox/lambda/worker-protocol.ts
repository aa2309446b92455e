import type { WireRequest, WireResponse } from '../wire/http.ts';
import type { Invocation } from './execution-environment.ts';
import type { StoredFunction } from './function-spec.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly target: StoredFunction;
  readonly region: string;
  readonly logStream: string;
  /** Where V8 keeps compiled code between starts; without it every start compiles anew. */
  readonly compileCache?: string | undefined;
  /** Options of Node that the function's own NODE_OPTIONS asks for. */
  readonly nodeOptions?: string | undefined;
}

/** One invocation, as the worker gets it. */
export interface InvokeMessage extends Invocation {
  readonly type: 'invoke';
  /** Time that is left for the handler, in milliseconds. */
  readonly timeoutMs: number;
}

/** The answer to a call that the function's SDK client made. */
export interface CallAnswer extends WireResponse {
  readonly type: 'answer';
  readonly id: number;
}

/** Everything that a worker is told. */
export type ToWorker = InvokeMessage | CallAnswer;

/** What the function wrote: lines, or part of one. */
export interface LogText {
  readonly type: 'log';
  readonly text: string;
}

/** A call of an AWS operation by the function's SDK client. */
export interface CallMessage extends Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'> {
  readonly type: 'call';
  readonly id: number;
}

/** How the initialisation or an invocation ended inside the worker. */
export interface EndMessage {
  readonly type: 'end';
  /** JSON text of the handler's result, or of the error as Lambda's runtime writes it. */
  readonly payload: string;
  readonly failed: boolean;
  readonly durationMs: number;
  readonly usedMemoryMb: number;
  /** The worker ends itself after this: an error outside of the handler's promise. */
  readonly fatal: boolean;
}

/** Everything that a worker tells. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'unready'; readonly payload: string }
  | { readonly type: 'abort'; readonly id: number }
  | LogText
  | CallMessage
  | EndMessage;
