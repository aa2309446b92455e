import type { Ground } from '../kernel/ground.ts';
import type { LogSink } from '../kernel/log-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { TraceSink } from '../kernel/trace-sink.ts';
import { AwsError } from '../kernel/errors.ts';
import type { EnvironmentPool } from './environment-pool.ts';
import type { Outcome } from './execution-environment.ts';
import type { StoredFunction } from './function-spec.ts';
import { logLines, logTail } from './log-lines.ts';
import type { FinishedInvocation } from './log-lines.ts';
import { traceInvocation } from './trace-context.ts';

/** One event for a function. */
export interface InvocationRequest {
  readonly target: StoredFunction;
  /** JSON text. */
  readonly payload: string;
  readonly traceHeader?: string | undefined;
  /** Trace headers of the messages in the event: they are linked, not continued. */
  readonly links?: readonly string[];
  /** The id that retries of an asynchronous invocation share; a new one without it. */
  readonly requestId?: string;
}

/** What came of it. */
export interface InvocationResult {
  readonly requestId: string;
  /** JSON text of the result or of the error. */
  readonly payload: string;
  /** Present where the function failed; always `Unhandled`, as Node.js functions answer. */
  readonly functionError?: 'Unhandled';
  /** Base64 of the log's end. */
  readonly logTail: string;
}

/** Where an invoker writes to. */
export interface InvocationSinks {
  readonly logs: LogSink;
  readonly metrics: MetricSink;
  readonly traces?: TraceSink;
}

/** Largest result of a synchronous invocation, in bytes. */
const largestResult = 6_291_556;

/** Runs events and writes down what they left: log lines, metrics and segments in one transaction per event. */
export class Invoker {
  readonly #ground: Ground;
  readonly #pool: EnvironmentPool;
  readonly #sinks: InvocationSinks;
  readonly #writes = new Set<Promise<void>>();

  constructor(ground: Ground, pool: EnvironmentPool, sinks: InvocationSinks) {
    this.#ground = ground;
    this.#pool = pool;
    this.#sinks = sinks;
  }

  /** Throws TooManyRequestsException; whatever the function itself does is a result. */
  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    const { clock, random } = this.#ground;
    const { target } = request;
    const requestId = request.requestId ?? random.uuid();
    const startedAt = clock.now();
    const trace = traceInvocation(random, {
      target,
      requestId,
      header: request.traceHeader,
      links: request.links ?? [],
      now: startedAt,
    });
    const outcome = limited(await this.#run(request, { requestId, trace }));
    const finished: FinishedInvocation = {
      target,
      requestId,
      outcome,
      trace,
      startedAt,
      endedAt: clock.now(),
    };
    const messages = logLines(finished);
    this.#write(() => {
      this.#sinks.logs.write({ group: target.logGroup, stream: outcome.logStream, messages });
      record(this.#sinks, finished);
    });
    const failure = outcome.status === 'success' ? {} : { functionError: 'Unhandled' as const };
    return { requestId, payload: outcome.payload, logTail: logTail(messages), ...failure };
  }

  /** Resolves when everything written so far is committed. */
  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  async #run(
    request: InvocationRequest,
    names: Pick<FinishedInvocation, 'requestId' | 'trace'>,
  ): Promise<Outcome> {
    const { target, payload } = request;
    try {
      return await this.#pool.run(target, {
        requestId: names.requestId,
        event: payload,
        invokedFunctionArn: target.arn,
        traceHeader: names.trace?.header,
      });
    } catch (thrown) {
      if (thrown instanceof AwsError && thrown.status === 429) {
        this.#write(() => {
          measure(this.#sinks.metrics, target, { Throttles: 1 });
        });
      }
      throw thrown;
    }
  }

  /** The caller does not wait for this: its answer says nothing about the log. */
  #write(work: () => void): void {
    const done = this.#ground.store
      .write(work)
      .catch((thrown: unknown) => {
        this.#ground.report('lambda log', thrown);
      })
      .finally(() => this.#writes.delete(done));
    this.#writes.add(done);
  }
}

function record(sinks: InvocationSinks, finished: FinishedInvocation): void {
  const { target, outcome, trace, startedAt, endedAt } = finished;
  const isFault = outcome.status !== 'success';
  const Errors = isFault ? 1 : 0;
  const Duration = outcome.durationMs;
  measure(sinks.metrics, target, { Invocations: 1, Errors, Throttles: 0, Duration });
  for (const segment of trace?.segments({ startedAt, endedAt, isFault }) ?? []) sinks.traces?.put(segment);
}

/** Each metric of a function exists by its name and over all functions. */
function measure(
  metrics: MetricSink,
  { name: FunctionName }: StoredFunction,
  values: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    const unit = name === 'Duration' ? 'Milliseconds' : 'Count';
    for (const dimensions of [{ FunctionName }, {}]) {
      metrics.put({ namespace: 'AWS/Lambda', name, value, unit, dimensions });
    }
  }
}

function limited(outcome: Outcome): Outcome {
  if (outcome.payload.length <= largestResult / 4 || Buffer.byteLength(outcome.payload) <= largestResult)
    return outcome;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${String(largestResult)} bytes).`;
  const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
  return { ...outcome, payload, status: 'error' };
}
