import type { FunctionSpec } from './function-spec.ts';
import { RuntimeFailure } from './runtime-error.ts';

/** What the context object of an invocation is made of. */
export interface ContextSource {
  readonly target: Pick<FunctionSpec, 'name' | 'memorySizeMb' | 'logGroup'>;
  readonly logStream: string;
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  readonly remainingMs: () => number;
}

/** The context object of Lambda's Node.js runtime. */
export function contextOf(source: ContextSource): Readonly<Record<string, unknown>> {
  const { target, remainingMs } = source;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: target.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: source.invokedFunctionArn,
    memoryLimitInMB: String(target.memorySizeMb),
    awsRequestId: source.requestId,
    logGroupName: target.logGroup,
    logStreamName: source.logStream,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(remainingMs())),
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
