/** What a worker is started with. */
export interface WorkerSetup {
  /** Directory of the bundle (LAMBDA_TASK_ROOT). */
  readonly codeDirectory: string;
  /** `app.handler` or `folder/app.handler`. */
  readonly handler: string;
  readonly region: string;
  readonly functionName: string;
  readonly memorySizeMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  /** Where V8 keeps compiled code between starts; without it every start compiles anew. */
  readonly compileCache?: string;
  /** Options of Node that the function's own NODE_OPTIONS asks for. */
  readonly nodeOptions?: string | undefined;
}

/** One invocation, as the worker gets it. */
export interface InvokeMessage {
  readonly type: 'invoke';
  readonly requestId: string;
  /** JSON text of the event. */
  readonly event: string;
  /** Time that is left for the handler, in milliseconds. */
  readonly timeoutMs: number;
  readonly invokedFunctionArn: string;
  /** The value of _X_AMZN_TRACE_ID, where the invocation is traced. */
  readonly traceHeader?: string;
  /** JSON text of the client context that a caller may send along. */
  readonly clientContext?: string;
}

/** The answer to a call that the function's SDK client made. */
export interface CallAnswer {
  readonly type: 'answer';
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array | string;
}

/** Everything that a worker is told. */
export type ToWorker = InvokeMessage | CallAnswer;

/** A line that the function wrote. */
export interface LogLine {
  readonly type: 'log';
  readonly text: string;
}

/** A call of an AWS operation by the function's SDK client. */
export interface CallMessage {
  readonly type: 'call';
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
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
  | LogLine
  | CallMessage
  | EndMessage;
