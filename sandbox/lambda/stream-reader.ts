import { parseJson } from '../kernel/json.ts';
import type { PumpNext } from '../kernel/pump.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';
import { deliverSafely } from './async-destinations.ts';
import { failedItems } from './batch-response.ts';
import { EventSourceReader } from './event-source-reader.ts';
import type { ReaderDependencies } from './event-source-reader.ts';
import type { EventSourceStore, StreamPosition } from './event-source-store.ts';
import { failureRecord } from './stream-failure.ts';
import type { StreamFailure } from './stream-failure.ts';

/** Waits before a failed batch is tried again: doubles up to a minute. */
const [firstRetryMs, longestRetryMs] = [500, 60_000];
/** A batch that could not be handed over at all is tried again after this long. */
const troublePauseMs = 1_000;

interface Batch {
  readonly position: StreamPosition;
  /** Everything that was read, and the part of it that passes the filters. */
  readonly all: readonly StreamRecord[];
  readonly wanted: readonly StreamRecord[];
}

/**
 * Reads a table's stream for a function, in order, one batch at a time. Its position is a row that moves only when a
 * batch succeeded or was given up, so a crash repeats the batch that was running.
 */
export class StreamReader extends EventSourceReader {
  readonly #deps: ReaderDependencies;
  readonly #streams: StreamSource;
  readonly #positions: EventSourceStore;
  #firstSeen: number | undefined;
  #retryAt = 0;

  constructor(deps: ReaderDependencies, streams: StreamSource, positions: EventSourceStore) {
    super(deps);
    this.#deps = deps;
    this.#streams = streams;
    this.#positions = positions;
  }

  protected override listen(wake: () => void): () => void {
    return this.#streams.onRecord(this.#deps.mapping.sourceArn, wake);
  }

  protected override async turn(): Promise<PumpNext> {
    const { ground, mapping } = this.#deps;
    const now = ground.clock.now();
    if (this.underWay > 0) return 'idle';
    if (this.#retryAt > now) return { at: this.#retryAt };
    const batch = this.#read();
    const [first] = batch.all;
    if (first === undefined) return 'idle';
    this.#firstSeen ??= now;
    const windowEnd = this.#firstSeen + mapping.windowSeconds * 1_000;
    const isRest = batch.position.ends.length > 0;
    if (!isRest && batch.all.length < mapping.batchSize && windowEnd > now) return { at: windowEnd };
    this.#firstSeen = undefined;
    if (isExpired(first, mapping.maximumRecordAgeSeconds, now)) {
      const wanted = batch.wanted.filter((record) => record === first);
      const { attempts } = batch.position;
      await this.#giveUp({ ...batch, all: [first], wanted }, { condition: 'RecordAgeExceeded', attempts });
      return 'again';
    }
    if (batch.wanted.length === 0) {
      await this.#move(past(batch));
      return 'again';
    }
    this.follow(this.#process(batch));
    return 'idle';
  }

  #read(): Batch {
    const { mapping, isWanted } = this.#deps;
    const position = this.#positions.position(mapping.uuid);
    const { after } = position;
    const read = this.#streams.read({
      streamArn: mapping.sourceArn,
      limit: mapping.batchSize,
      ...(after === undefined ? {} : { after }),
    });
    const [first] = read;
    // The stream keeps its records for a day: a batch that failed for longer than that is no more.
    const ends = position.ends.filter((end) => first !== undefined && !isAfter(first.sequenceNumber, end));
    const end = ends.at(-1);
    const all = end === undefined ? read : read.filter((record) => !isAfter(record.sequenceNumber, end));
    const wanted = all.filter((record) => mapping.filters.length === 0 || isWanted(parseJson(record.text)));
    return { position: { ...position, ends }, all, wanted };
  }

  async #process(batch: Batch): Promise<void> {
    const { mapping, functions, invoker, ground } = this.#deps;
    this.#retryAt = ground.clock.now() + troublePauseMs;
    const result = await invoker.invoke({
      target: functions.find(mapping.functionName),
      payload: `{"Records":[${batch.wanted.map((record) => record.text).join(',')}]}`,
    });
    const ids = batch.wanted.map((record) => record.sequenceNumber);
    const [failed] = failedItems(result, ids, mapping.reportsItemFailures);
    if (failed === undefined) {
      await this.#move(past(batch));
      this.#retryAt = 0;
      return;
    }
    const position = fixed(batch);
    const handled = ids[ids.indexOf(failed) - 1];
    const split = ids[Math.floor(ids.length / 2) - 1];
    const attempts = position.attempts + 1;
    const isSpent = mapping.maximumRetryAttempts >= 0 && attempts > mapping.maximumRetryAttempts;
    const delayMs = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
    if (handled !== undefined) await this.#move({ ...position, after: handled, attempts: 1 });
    else if (mapping.bisectsOnError && split !== undefined) {
      await this.#move({ ...position, ends: [...position.ends, split], attempts: 0 });
    } else if (isSpent) await this.#giveUp(batch, { condition: 'RetryAttemptsExhausted', attempts, result });
    else await this.#move({ ...position, attempts });
    this.#retryAt = isSpent && handled === undefined ? 0 : ground.clock.now() + delayMs;
  }

  async #move(position: StreamPosition): Promise<void> {
    await this.#deps.ground.store.write(() => {
      this.#positions.move(this.#deps.mapping.uuid, position);
    });
  }

  /** Passes over a batch for good; the destination learns which records those were, in the same transaction. */
  async #giveUp(batch: Batch, why: Pick<StreamFailure, 'condition' | 'attempts' | 'result'>): Promise<void> {
    const { ground, mapping, functions } = this.#deps;
    const target = functions.find(mapping.functionName);
    await ground.store.write(() => {
      this.#positions.move(mapping.uuid, past(batch));
      if (mapping.onFailure === undefined || batch.wanted.length === 0) return;
      const record = failureRecord(ground, { ...why, target, mapping, records: batch.wanted });
      deliverSafely(ground, target, { target: mapping.onFailure, body: JSON.stringify(record) });
    });
  }
}

/** The position of a batch that is read again: the same records and no newer ones, which have not failed. */
function fixed({ position, all }: Batch): StreamPosition {
  const last = all.at(-1)?.sequenceNumber;
  return position.ends.length > 0 || last === undefined ? position : { ...position, ends: [last] };
}

/** The position behind a batch. */
function past({ position, all }: Batch): StreamPosition {
  const after = all.at(-1)?.sequenceNumber ?? position.after;
  const ends = position.ends.filter((end) => after === undefined || isAfter(end, after));
  return { after, ends, attempts: 0 };
}

function isExpired(record: StreamRecord, ageSeconds: number, now: number): boolean {
  return ageSeconds >= 0 && record.createdAt < now - ageSeconds * 1_000;
}

/** Sequence numbers are whole numbers as text. */
function isAfter(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
