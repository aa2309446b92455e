import { parseJson } from '../kernel/json.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import type { StreamRecord, StreamSource } from '../kernel/stream-source.ts';
import { deliverSafely } from './async-destinations.ts';
import { failedItems } from './batch-response.ts';
import type { EventSourceReader, ReaderDependencies } from './event-source-reader.ts';
import type { EventSourceStore, StreamPosition } from './event-source-store.ts';
import type { InvocationResult } from './invoker.ts';
import { failureRecord } from './stream-failure.ts';
import type { StreamFailure } from './stream-failure.ts';

/** Waits before a failed batch is tried again: doubles up to a minute. */
const [firstRetryMs, longestRetryMs] = [500, 60_000];

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
export class StreamReader implements EventSourceReader {
  readonly #deps: ReaderDependencies;
  readonly #streams: StreamSource;
  readonly #positions: EventSourceStore;
  readonly #pump: Pump;
  #batch: Promise<void> | undefined;
  #firstSeen: number | undefined;
  #retryAt = 0;
  #stopListening = (): void => undefined;

  constructor(deps: ReaderDependencies, streams: StreamSource, positions: EventSourceStore) {
    this.#deps = deps;
    this.#streams = streams;
    this.#positions = positions;
    this.#pump = createPump({
      clock: deps.ground.clock,
      turn: () => this.#turn(),
      onFault: (thrown) => {
        deps.ground.report(`event source ${deps.mapping.sourceArn}`, thrown);
      },
    });
  }

  start(): void {
    this.#stopListening = this.#streams.onRecord(this.#deps.mapping.sourceArn, () => {
      this.#pump.wake();
    });
    this.#pump.wake();
  }

  async stop(): Promise<void> {
    this.#stopListening();
    await this.#pump.stop();
  }

  async settled(): Promise<void> {
    await this.#batch;
  }

  async #turn(): Promise<PumpNext> {
    const { ground, mapping } = this.#deps;
    const now = ground.clock.now();
    if (this.#batch !== undefined) return 'idle';
    if (this.#retryAt > now) return { at: this.#retryAt };
    const batch = this.#read();
    const [first] = batch.all;
    if (first === undefined) return 'idle';
    this.#firstSeen ??= now;
    const windowEnd = this.#firstSeen + mapping.windowSeconds * 1_000;
    const isRest = batch.position.ends.length > 0 || batch.position.attempts > 0;
    if (!isRest && batch.all.length < mapping.batchSize && windowEnd > now) return { at: windowEnd };
    this.#firstSeen = undefined;
    if (isExpired(first, mapping.maximumRecordAgeSeconds, now)) {
      await this.#giveUp({ ...batch, all: [first], wanted: [first] }, { condition: 'RecordAgeExceeded' });
      return 'again';
    }
    if (batch.wanted.length === 0) {
      await this.#move(past(batch));
      return 'again';
    }
    this.#batch = this.#process(batch)
      .catch((thrown: unknown) => {
        this.#retryAt = now + longestRetryMs / 60;
        ground.report(`event source ${mapping.sourceArn}`, thrown);
      })
      .finally(() => {
        this.#batch = undefined;
        this.#pump.wake();
      });
    return 'idle';
  }

  #read(): Batch {
    const { mapping, isWanted } = this.#deps;
    const position = this.#positions.position(mapping.uuid);
    const read = this.#streams.read({
      streamArn: mapping.sourceArn,
      limit: mapping.batchSize,
      ...(position.after === undefined ? {} : { after: position.after }),
    });
    const end = position.ends.at(-1);
    const all = end === undefined ? read : read.filter((record) => !isAfter(record.sequenceNumber, end));
    const wanted =
      mapping.filters.length === 0 ? all : all.filter((record) => isWanted(parseJson(record.text)));
    return { position, all, wanted };
  }

  async #process(batch: Batch): Promise<void> {
    const { mapping, functions, invoker, ground } = this.#deps;
    const result = await invoker.invoke({
      target: functions.find(mapping.functionName),
      payload: `{"Records":[${batch.wanted.map((record) => record.text).join(',')}]}`,
    });
    const ids = batch.wanted.map((record) => record.sequenceNumber);
    const [failed] = failedItems(result, ids, mapping.reportsItemFailures);
    if (failed === undefined) {
      await this.#move(past(batch));
      return;
    }
    const { position } = batch;
    const handled = ids[ids.indexOf(failed) - 1];
    const split = ids[Math.floor(ids.length / 2) - 1];
    const attempts = position.attempts + 1;
    const isSpent = mapping.maximumRetryAttempts >= 0 && attempts > mapping.maximumRetryAttempts;
    this.#retryAt = ground.clock.now() + Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
    if (handled !== undefined) await this.#move({ ...position, after: handled, attempts: 1 });
    else if (mapping.bisectsOnError && split !== undefined) {
      const ends = position.ends.length === 0 ? [batch.all.at(-1)?.sequenceNumber ?? split] : position.ends;
      await this.#move({ ...position, ends: [...ends, split], attempts: 0 });
    } else if (isSpent) {
      this.#retryAt = 0;
      await this.#giveUp(batch, { condition: 'RetryAttemptsExhausted', result });
    } else await this.#move({ ...position, attempts });
  }

  async #move(position: StreamPosition): Promise<void> {
    await this.#deps.ground.store.write(() => {
      this.#positions.move(this.#deps.mapping.uuid, position);
    });
  }

  /** Passes over a batch for good; the destination learns which records those were, in the same transaction. */
  async #giveUp(
    batch: Batch,
    why: { readonly condition: StreamFailure['condition']; readonly result?: InvocationResult },
  ): Promise<void> {
    const { ground, mapping, functions } = this.#deps;
    const target = functions.find(mapping.functionName);
    await ground.store.write(() => {
      this.#positions.move(mapping.uuid, past(batch));
      if (mapping.onFailure === undefined) return;
      const { attempts } = batch.position;
      const record = failureRecord(ground, {
        ...why,
        target,
        mapping,
        attempts: attempts + 1,
        records: batch.wanted,
      });
      deliverSafely(ground, target, { target: mapping.onFailure, body: JSON.stringify(record) });
    });
  }
}

/** The position behind a batch. */
function past({ position, all }: Batch): StreamPosition {
  const last = all.at(-1)?.sequenceNumber;
  const after = last ?? position.after;
  const ends = position.ends.filter((end) => after === undefined || isAfter(end, after));
  return { ends, attempts: 0, ...(after === undefined ? {} : { after }) };
}

function isExpired(record: StreamRecord, ageSeconds: number, now: number): boolean {
  return ageSeconds >= 0 && record.createdAt < now - ageSeconds * 1_000;
}

/** Sequence numbers are whole numbers as text. */
function isAfter(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
