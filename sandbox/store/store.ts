import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '../kernel/clock.ts';
import { AwsError, DefectError } from '../kernel/errors.ts';

/** One row, as SQLite gives it. */
export type Row = Readonly<Record<string, SQLInputValue>>;

/**
 * The one store of the sandbox: everything that must outlive `kill -9` is a row in it.
 *
 * Writes are grouped: what arrives in one turn of the event loop shares one commit, each piece of work inside its own
 * savepoint, and every promise settles after that commit. So a resolved write is on disk, a rejected one left nothing.
 */
export interface Store {
  /** Runs `work` at once on committed state. `work` must not write and must be synchronous. */
  read<Result>(work: () => Result): Result;
  /**
   * Runs `work` synchronously inside the next transaction; resolves after its commit.
   * Rejects with what `work` threw (its effects undone), or with a retryable AwsError when the commit failed.
   */
  write<Result>(work: () => Result): Promise<Result>;
  /** Inside a write: runs `effect` once the transaction is committed, never if it is rolled back. */
  afterCommit(effect: () => void): void;
  /** The first row, or undefined. `Shape` is the caller's claim about its own SQL. */
  get<Shape = Row>(sql: string, ...values: SQLInputValue[]): Shape | undefined;
  /** All rows. */
  all<Shape = Row>(sql: string, ...values: SQLInputValue[]): Shape[];
  /** Changes rows; only inside a write. */
  run(sql: string, ...values: SQLInputValue[]): { readonly changes: number; readonly lastId: number };
  /** Creates tables and indexes (`CREATE … IF NOT EXISTS`), at start-up. */
  define(ddl: string): void;
  /** Commits what is queued and closes the file. */
  close(): Promise<void>;
}

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (thrown: unknown) => void;
}

interface Outcome {
  readonly job: Job;
  readonly settle: () => void;
  readonly effects: readonly (() => void)[];
}

/** So many pieces of work share a commit at most, so that no answer waits for an endless batch. */
const largestBatch = 256;

/** A store over an open database; `openDatabase` sets the file up. */
export function createStore(db: DatabaseSync, clock: Clock): Store {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let queue: Job[] = [];
  let effects: (() => void)[] | undefined;

  const attempt = (job: Job): Outcome => {
    effects = [];
    prepare('SAVEPOINT job').run();
    try {
      const value = job.work();
      prepare('RELEASE job').run();
      return {
        job,
        effects,
        settle: () => {
          job.resolve(value);
        },
      };
    } catch (thrown) {
      // A full disk makes SQLite end the whole transaction by itself; then no job of this batch may be answered.
      if (!db.isTransaction) throw unavailable(thrown);
      prepare('ROLLBACK TO job').run();
      prepare('RELEASE job').run();
      return {
        job,
        effects: [],
        settle: () => {
          job.reject(thrown);
        },
      };
    } finally {
      effects = undefined;
    }
  };

  const flush = (): void => {
    const batch = queue.splice(0, largestBatch);
    if (queue.length > 0) clock.soon(flush);
    const outcomes: Outcome[] = [];
    try {
      prepare('BEGIN IMMEDIATE').run();
      for (const job of batch) outcomes.push(attempt(job));
      prepare('COMMIT').run();
    } catch (thrown) {
      if (db.isTransaction) prepare('ROLLBACK').run();
      const refusal = thrown instanceof AwsError ? thrown : unavailable(thrown);
      for (const job of batch) job.reject(refusal);
      return;
    }
    for (const outcome of outcomes) {
      outcome.settle();
      for (const effect of outcome.effects) effect();
    }
  };

  return {
    read: (work) => work(),
    write: (work) =>
      new Promise((resolve, reject) => {
        if (effects !== undefined) throw new DefectError('store.write was called inside a transaction');
        if (!db.isOpen) throw new AwsError('ServiceUnavailable', 'The sandbox is stopping.', { status: 503 });
        // The promise's own type is Result; the queue holds jobs of every type.
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
        if (queue.length === 1) clock.soon(flush);
      }),
    afterCommit: (effect) => {
      if (effects === undefined) throw new DefectError('store.afterCommit was called outside a transaction');
      effects.push(effect);
    },
    // The row types are the caller's claim about its own SQL: SQLite has no static types to check them against.
    get: <Shape>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Shape | undefined,
    all: <Shape>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Shape[],
    run: (sql, ...values) => {
      if (effects === undefined) throw new DefectError(`a write outside a transaction: ${sql}`);
      const done = prepare(sql).run(...values);
      return { changes: Number(done.changes), lastId: Number(done.lastInsertRowid) };
    },
    define: (ddl) => {
      db.exec(ddl);
    },
    close: async () => {
      while (queue.length > 0)
        await new Promise<void>((resolve) => {
          clock.soon(resolve);
        });
      db.close();
    },
  };
}

function unavailable(cause: unknown): AwsError {
  return new AwsError('InternalServerError', 'The sandbox could not write to its disk; try again.', {
    status: 500,
    cause,
  });
}
