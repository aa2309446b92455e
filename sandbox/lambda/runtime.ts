import { RuntimeFailure } from './runtime-error.ts';

/** What the context object of an invocation is made of. */
export interface ContextSource {
  readonly functionName: string;
  readonly memorySizeMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  /** JSON text. */
  readonly clientContext?: string | undefined;
  readonly remainingMs: () => number;
}

/** The context object of Lambda's Node.js runtime. */
export function contextOf(source: ContextSource): Readonly<Record<string, unknown>> {
  const { clientContext } = source;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: source.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: source.invokedFunctionArn,
    memoryLimitInMB: String(source.memorySizeMb),
    awsRequestId: source.requestId,
    logGroupName: source.logGroup,
    logStreamName: source.logStream,
    ...(clientContext === undefined ? {} : { clientContext: JSON.parse(clientContext) as unknown }),
    getRemainingTimeInMillis: () => Math.max(0, Math.round(source.remainingMs())),
  };
}

/** A handler's result as JSON text; what cannot be serialised at all (undefined, a function) is null. */
export function resultText(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (thrown) {
    throw new RuntimeFailure('Runtime.MarshalError', 'Unable to stringify response body', { cause: thrown });
  }
}

/** Hands the trace of the invocation to the handler where AWS does: in its environment. */
export function exposeTrace(
  environment: Record<string, string | undefined>,
  traceHeader: string | undefined,
): void {
  if (traceHeader === undefined) delete environment['_X_AMZN_TRACE_ID'];
  else environment['_X_AMZN_TRACE_ID'] = traceHeader;
}
