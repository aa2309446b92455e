import { deliveryPermissions } from '../kernel/delivery-permissions.ts';
import { AwsError, messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { compilePipe } from './compiled-pipe.ts';
import type { CompiledPipe } from './compiled-pipe.ts';
import { deadLetter } from './dead-letter.ts';
import type { GivenUp } from './dead-letter.ts';
import { pipeArn, specOf } from './pipe-store.ts';
import type { PipeRow, PipeStore, Progress } from './pipe-store.ts';
import type { PipeSpec } from './pipe-spec.ts';

/** What a runner works with. */
export interface RunnerParts {
  readonly ground: Ground;
  readonly pipes: PipeStore;
  readonly source: StreamSource;
  readonly metrics?: MetricSink | undefined;
}

/**
 * Records per transaction. Queues and buses get one message per record, so BatchSize shows in nothing but in how long
 * a batching window waits.
 */
const recordsPerTurn = 100;
const longestPauseMs = 60_000;

/** A pump that moves records of one pipe: the deliveries and the checkpoint are one transaction. */
export function createRunner(parts: RunnerParts, name: string): Pump {
  const { ground, pipes } = parts;
  const compiled = compiler({ arn: pipeArn(ground.place, name), name });
  return createPump({
    clock: ground.clock,
    onFault: (thrown) => {
      ground.report(`pipe ${name}`, thrown);
    },
    turn: async () => {
      const waiting = notYet(parts, pipes.find(name));
      if (waiting !== undefined) return waiting;
      await ground.store.write(() => {
        const row = pipes.find(name);
        if (row === undefined || row.desired_state === 'STOPPED') return;
        pipes.save(name, move(parts, row, compiled(row)));
      });
      return 'again';
    },
  });
}

/** Why there is nothing to do now; undefined where there is. */
function notYet({ ground, source }: RunnerParts, row: PipeRow | undefined): PumpNext | undefined {
  if (row === undefined || row.desired_state === 'STOPPED') return 'idle';
  const now = ground.clock.now();
  if (row.retry_at !== null && row.retry_at > now) return { at: row.retry_at };
  const spec = specOf(row);
  const { BatchSize = 100, MaximumBatchingWindowInSeconds = 0 } =
    spec.SourceParameters.DynamoDBStreamParameters;
  const records = source.read({ streamArn: spec.Source, ...after(row), limit: BatchSize });
  const oldest = records[0];
  if (oldest === undefined) return 'idle';
  const full = oldest.createdAt + MaximumBatchingWindowInSeconds * 1_000;
  return records.length < BatchSize && full > now ? { at: full } : undefined;
}

function after({ checkpoint }: PipeRow): { readonly after?: string } {
  return checkpoint === null ? {} : { after: checkpoint };
}

/** Takes a spec apart when it changed, not at every turn. */
function compiler(names: { readonly arn: string; readonly name: string }): (row: PipeRow) => CompiledPipe {
  let last: { readonly text: string; readonly pipe: CompiledPipe } | undefined;
  return (row) => {
    if (last?.text !== row.spec) last = { text: row.spec, pipe: compilePipe(specOf(row), names) };
    return last.pipe;
  };
}

/** Moves records until one fails; returns where the pipe stands then. */
function move(parts: RunnerParts, row: PipeRow, pipe: CompiledPipe): Progress {
  const { ground, source } = parts;
  const spec = specOf(row);
  const records = source.read({ streamArn: spec.Source, ...after(row), limit: recordsPerTurn });
  let progress: Progress = { ...row, retry_at: null, state_reason: null };
  for (const record of records) {
    const thrown = attempt(parts, { row, spec, pipe }, record);
    if (thrown !== undefined) {
      const condition = endOf(spec, {
        failures: progress.failures,
        age: ground.clock.now() - record.createdAt,
      });
      if (progress.failures === 0) ground.report(`pipe ${row.name}`, thrown);
      count(parts, row.name, 'ExecutionFailed');
      if (condition === undefined) return pausedAt(progress, thrown, ground.clock.now());
      deadLetter(ground, { row, spec, record, condition });
    }
    progress = { checkpoint: record.sequenceNumber, failures: 0, retry_at: null, state_reason: null };
  }
  return progress;
}

interface Running {
  readonly row: PipeRow;
  readonly spec: PipeSpec;
  readonly pipe: CompiledPipe;
}

/** Hands one record over, or passes it by; what was thrown, where it failed. */
function attempt(parts: RunnerParts, { row, spec, pipe }: Running, record: StreamRecord): unknown {
  const { ground } = parts;
  const event = parseJson(record.text);
  if (!pipe.passes(event)) return undefined;
  const caller = { principal: spec.RoleArn, sourceArn: pipeArn(ground.place, row.name) };
  count(parts, row.name, 'Invocations');
  try {
    inSavepoint(ground.store, () => {
      ground.authorize(caller, [
        { action: 'dynamodb:GetRecords', resource: spec.Source },
        ...deliveryPermissions(spec.Target),
      ]);
      ground.deliver({ target: spec.Target, body: pipe.message(event, ground.clock.now()), caller });
    });
    return undefined;
  } catch (thrown) {
    return thrown ?? new AwsError('InternalError', 'the target failed');
  }
}

function endOf(
  { SourceParameters }: PipeSpec,
  { failures, age }: { readonly failures: number; readonly age: number },
): GivenUp | undefined {
  const { MaximumRetryAttempts = -1, MaximumRecordAgeInSeconds = -1 } =
    SourceParameters.DynamoDBStreamParameters;
  if (MaximumRetryAttempts >= 0 && failures >= MaximumRetryAttempts) return 'RetryAttemptsExhausted';
  const tooOld = MaximumRecordAgeInSeconds >= 0 && age > MaximumRecordAgeInSeconds * 1_000;
  return tooOld ? 'MaximumRecordAgeExceeded' : undefined;
}

function pausedAt(progress: Progress, thrown: unknown, now: number): Progress {
  const pause = Math.min(longestPauseMs, 1_000 * 2 ** progress.failures);
  return {
    checkpoint: progress.checkpoint,
    failures: progress.failures + 1,
    retry_at: now + pause,
    state_reason: messageOf(thrown),
  };
}

function count({ metrics }: RunnerParts, pipe: string, name: string): void {
  metrics?.put({
    namespace: 'AWS/EventBridge/Pipes',
    name,
    dimensions: { PipeName: pipe },
    value: 1,
    unit: 'Count',
  });
}
