import { deliveryPermissions } from '../kernel/delivery-permissions.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { parseJson } from '../kernel/json.ts';
import { countOne } from '../kernel/metric-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';
import { failureIn } from '../store/savepoint.ts';
import { compilePipe } from './compiled-pipe.ts';
import type { CompiledPipe } from './compiled-pipe.ts';
import { deadLetter } from './dead-letter.ts';
import type { GivenUp } from './dead-letter.ts';
import { pipeArn, specIn, specOf } from './pipe-store.ts';
import type { PipeRow, PipeStore, Progress } from './pipe-store.ts';
import type { PipeSpec, StreamParameters } from './pipe-spec.ts';

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

/** A pipe at work. */
interface Running extends RunnerParts {
  readonly name: string;
  readonly arn: string;
  readonly spec: PipeSpec;
  readonly compiled: CompiledPipe;
}

/** A pump that moves records of one pipe: the deliveries and the checkpoint are one transaction. */
export function createRunner(parts: RunnerParts, name: string): Pump {
  const { ground, pipes } = parts;
  const arn = pipeArn(ground.place, name);
  // Taken apart when it changed, not at every turn.
  const compiledOf = parsedOnce((text) => compilePipe(specIn(text), { arn, name }));
  return createRoomPump(ground, `pipe ${name}`, async () => {
    const waiting = notYet(parts, pipes.find(name));
    if (waiting !== undefined) return waiting;
    await ground.store.write(() => {
      const row = pipes.find(name);
      if (row === undefined || row.desired_state === 'STOPPED') return;
      const running = { ...parts, name, arn, spec: specOf(row), compiled: compiledOf(row.spec) };
      pipes.save(name, move(running, row));
    });
    return 'again';
  });
}

/** Why there is nothing to do now; undefined where there is. */
function notYet({ ground, source }: RunnerParts, row: PipeRow | undefined): PumpNext | undefined {
  if (row === undefined || row.desired_state === 'STOPPED') return 'idle';
  const now = ground.clock.now();
  if (row.retry_at !== null && row.retry_at > now) return { at: row.retry_at };
  const spec = specOf(row);
  const { BatchSize = 100, MaximumBatchingWindowInSeconds: window = 0 } = streamParametersOf(spec);
  const enough = window === 0 ? 1 : BatchSize;
  const records = source.read({ streamArn: spec.Source, ...after(row), limit: enough });
  const [oldest] = records;
  if (oldest === undefined) return 'idle';
  const full = oldest.createdAt + window * 1_000;
  return records.length < enough && full > now ? { at: full } : undefined;
}

function after({ checkpoint }: PipeRow): { readonly after?: string } {
  return checkpoint === null ? {} : { after: checkpoint };
}

/** Moves records until one fails; returns where the pipe stands then. */
function move(running: Running, row: PipeRow): Progress {
  const { ground, source, spec, name } = running;
  const records = source.read({ streamArn: spec.Source, ...after(row), limit: recordsPerTurn });
  let progress: Progress = { ...row, retry_at: null, state_reason: null };
  for (const record of records) {
    const thrown = attempt(running, record);
    if (thrown !== undefined) {
      const age = ground.clock.now() - record.createdAt;
      const condition = endOf(streamParametersOf(spec), progress.failures, age);
      if (progress.failures === 0) ground.report(`pipe ${name}`, thrown);
      count(running, 'ExecutionFailed');
      if (condition === undefined) return pausedAt(progress, thrown, ground.clock.now());
      deadLetter(ground, { row, spec, record, condition });
    }
    progress = { checkpoint: record.sequenceNumber, failures: 0, retry_at: null, state_reason: null };
  }
  return progress;
}

/** Hands one record over, or passes it by; what was thrown, where it failed. */
function attempt(running: Running, record: StreamRecord): unknown {
  const { ground, spec, arn, compiled } = running;
  const event = parseJson(record.text);
  if (!compiled.passes(event)) return undefined;
  const caller = { principal: spec.RoleArn, sourceArn: arn };
  count(running, 'Invocations');
  return failureIn(ground.store, () => {
    ground.authorize(caller, [
      { action: 'dynamodb:GetRecords', resource: spec.Source },
      ...deliveryPermissions(spec.Target),
    ]);
    ground.deliver({ target: spec.Target, body: compiled.message(event, ground.clock.now()), caller });
  });
}

function streamParametersOf({ SourceParameters }: PipeSpec): StreamParameters {
  return SourceParameters.DynamoDBStreamParameters;
}

function endOf(limits: StreamParameters, failures: number, age: number): GivenUp | undefined {
  const { MaximumRetryAttempts = -1, MaximumRecordAgeInSeconds = -1 } = limits;
  if (MaximumRetryAttempts >= 0 && failures >= MaximumRetryAttempts) return 'RetryAttemptsExhausted';
  const tooOld = MaximumRecordAgeInSeconds >= 0 && age > MaximumRecordAgeInSeconds * 1_000;
  return tooOld ? 'MaximumRecordAgeExceeded' : undefined;
}

function pausedAt({ checkpoint, failures }: Progress, thrown: unknown, now: number): Progress {
  const pause = Math.min(longestPauseMs, 1_000 * 2 ** failures);
  return { checkpoint, failures: failures + 1, retry_at: now + pause, state_reason: messageOf(thrown) };
}

function count({ metrics, name: PipeName }: Running, name: string): void {
  countOne(metrics, { namespace: 'AWS/EventBridge/Pipes', name, dimensions: { PipeName } });
}
