import type { Ground } from '../kernel/ground.ts';
import { AwsError } from '../kernel/errors.ts';
import { createRoomPump } from '../kernel/pump.ts';
import type { Pump, PumpNext } from '../kernel/pump.ts';
import { handOverFinished, handOverToDeadLetters } from './async-destinations.ts';
import type { AsyncEnd } from './async-destinations.ts';
import type { StoredFunction } from './function-spec.ts';
import type { FunctionStore } from './function-store.ts';
import type { InvocationResult, Invoker } from './invoker.ts';

/** An event that a function gets without a caller who waits. */
export interface AsyncEvent {
  readonly functionName: string;
  /** JSON text. */
  readonly payload: string;
  /** Shared by all attempts. */
  readonly requestId: string;
  readonly traceHeader?: string | undefined;
}

interface EventRow {
  readonly request_id: string;
  readonly function_name: string;
  readonly payload: string;
  readonly trace_header: string | null;
  readonly created_at: number;
  readonly attempts: number;
}

const table = `
CREATE TABLE IF NOT EXISTS lambda_event (
  request_id TEXT PRIMARY KEY, function_name TEXT NOT NULL, payload TEXT NOT NULL, trace_header TEXT,
  created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS lambda_event_due ON lambda_event (function_name, due_at);`;

/** Waits before the first and the second retry after the function failed. */
const retryDelaysMs = [60_000, 120_000];
/** A throttled event is tried again after this long and does not lose an attempt. */
const throttleDelayMs = 1_000;
/** Events of one function that run at a time. */
const perFunction = 4;

/**
 * Asynchronous invocations: a row per event until it succeeded or was given up, so a crash repeats an event that was
 * running (at least once, as on AWS) and loses none.
 */
export class AsyncQueue {
  readonly #ground: Ground;
  readonly #functions: FunctionStore;
  readonly #invoker: Invoker;
  readonly #pump: Pump;
  readonly #running = new Map<string, Promise<void>>();

  constructor(ground: Ground, functions: FunctionStore, invoker: Invoker) {
    this.#ground = ground;
    this.#functions = functions;
    this.#invoker = invoker;
    ground.store.define(table);
    this.#pump = createRoomPump(ground, 'lambda asynchronous invocations', () => this.#turn());
  }

  /** Inside a transaction: stores an event. */
  add(event: AsyncEvent): void {
    const { store, clock } = this.#ground;
    const now = clock.now();
    store.run(
      `INSERT INTO lambda_event (request_id, function_name, payload, trace_header, created_at, due_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      event.requestId,
      event.functionName,
      event.payload,
      event.traceHeader ?? null,
      now,
      now,
    );
    store.afterCommit(() => {
      this.#pump.wake();
    });
  }

  start(): void {
    this.#pump.wake();
  }

  /** Starts no further event; those that run are let be. */
  async stop(): Promise<void> {
    await this.#pump.stop();
  }

  /** Resolves when nothing runs. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #turn(): PumpNext {
    const { store, clock } = this.#ground;
    const now = clock.now();
    const due = store.all<{ name: string }>(
      'SELECT DISTINCT function_name AS name FROM lambda_event WHERE due_at <= ?',
      now,
    );
    for (const { name } of due) {
      const rows = store.all<EventRow>(
        'SELECT * FROM lambda_event WHERE function_name = ? AND due_at <= ? ORDER BY due_at, rowid LIMIT ?',
        name,
        now,
        perFunction,
      );
      for (const row of rows) if (!this.#running.has(row.request_id)) this.#begin(row);
    }
    const next = store.get<{ at: number | null }>(
      'SELECT min(due_at) AS at FROM lambda_event WHERE due_at > ?',
      now,
    );
    return typeof next?.at === 'number' ? { at: next.at } : 'idle';
  }

  #begin(row: EventRow): void {
    const { clock, report } = this.#ground;
    const over = (): void => {
      this.#running.delete(row.request_id);
      this.#pump.wake();
    };
    const done = this.#attempt(row)
      .catch(async (thrown: unknown) => {
        report(`lambda ${row.function_name}`, thrown);
        await this.#postpone(row, throttleDelayMs);
      })
      .then(over, (thrown: unknown) => {
        report(`lambda ${row.function_name}`, thrown);
        // The disk is full: the row stays due, so here alone it is kept from being tried at once.
        clock.after(throttleDelayMs, over);
      });
    this.#running.set(row.request_id, done);
  }

  async #attempt(row: EventRow): Promise<void> {
    const { store, clock } = this.#ground;
    const target = this.#functions.get(row.function_name);
    if (target === undefined) {
      await store.write(() => {
        this.#remove(row);
      });
      return;
    }
    const config = this.#functions.asyncConfig(target.name);
    const isTooOld = clock.now() - row.created_at >= config.maximumEventAgeSeconds * 1_000;
    if (isTooOld) {
      await this.#giveUp(row, { target, condition: 'EventAgeExceeded', attempts: row.attempts });
      return;
    }
    const result = await this.#run(row, target);
    const attempts = row.attempts + 1;
    if (result === undefined) await this.#postpone(row, throttleDelayMs);
    else if (result.functionError === undefined) {
      await this.#giveUp(row, { target, condition: 'Success', attempts, result });
    } else if (attempts <= config.maximumRetryAttempts) {
      await this.#postpone({ ...row, attempts }, retryDelaysMs[row.attempts] ?? throttleDelayMs);
    } else await this.#giveUp(row, { target, condition: 'RetriesExhausted', attempts, result });
  }

  /** Undefined where the function is throttled. */
  async #run(row: EventRow, target: StoredFunction): Promise<InvocationResult | undefined> {
    try {
      const traceHeader = row.trace_header ?? undefined;
      return await this.#invoker.invoke({
        target,
        payload: row.payload,
        traceHeader,
        requestId: row.request_id,
      });
    } catch (thrown) {
      if (thrown instanceof AwsError && thrown.status === 429) return undefined;
      throw thrown;
    }
  }

  async #postpone(row: EventRow, delayMs: number): Promise<void> {
    const { store, clock } = this.#ground;
    await store.write(() => {
      store.run(
        'UPDATE lambda_event SET attempts = ?, due_at = ? WHERE request_id = ?',
        row.attempts,
        clock.now() + delayMs,
        row.request_id,
      );
    });
  }

  /** The event is over: the row goes and what follows it (destination, dead letter) is written in one transaction. */
  async #giveUp(row: EventRow, end: Omit<AsyncEnd, 'requestId' | 'payload'>): Promise<void> {
    const whole = { ...end, requestId: row.request_id, payload: row.payload };
    await this.#ground.store.write(() => {
      this.#remove(row);
      handOverFinished(this.#ground, this.#functions.asyncConfig(end.target.name), whole);
      if (end.condition !== 'Success') handOverToDeadLetters(this.#ground, whole);
    });
  }

  #remove(row: EventRow): void {
    this.#ground.store.run('DELETE FROM lambda_event WHERE request_id = ?', row.request_id);
  }
}
