import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '../kernel/clock.ts';
import { DefectError } from '../kernel/errors.ts';
import { GroupCommit } from './group-commit.ts';
import type { Transactions } from './group-commit.ts';

/** One row, as SQLite gives it. */
export type Row = Readonly<Record<string, SQLInputValue>>;

/**
 * The one store of the sandbox: everything that must outlive `kill -9` is a row in it.
 *
 * A resolved write is on disk; a rejected one left nothing. All SQL text is prepared once.
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
  /** Inside a write: runs a part of it; when it throws, the effects that it registered are forgotten. */
  effectsWith<Result>(part: () => Result): Result;
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

/** Who is told what of a store. */
export type StoreWatch = Pick<Transactions, 'committed' | 'effectFailed'>;

/** So far a time that was noted may lie behind the last that was shown. */
const noteMs = 1_000;

/** A store over an open database; `openDatabase` sets the file up. */
export function createStore(db: DatabaseSync, clock: Clock, watch: StoreWatch = {}): Store {
  const prepare = statementCache(db);
  const transactions = transactionsOf(db, prepare);
  let notedAt = -Infinity;
  let hasChanges = false;
  /** Notes what time it is, in passing: with changes that are committed anyhow. */
  const commit = (): void => {
    const now = clock.now();
    const isDue = hasChanges && now >= notedAt + noteMs;
    if (isDue) prepare('INSERT OR REPLACE INTO store_time (id, latest_ms) VALUES (1, ?)').run(now);
    transactions.commit();
    if (isDue) notedAt = now;
  };
  const begin = (): void => {
    transactions.begin();
    hasChanges = false;
  };
  const commits = new GroupCommit({ ...transactions, begin, commit, ...watch }, clock);
  return {
    read: (work) => work(),
    write: (work) => commits.write(work),
    afterCommit: (effect) => {
      commits.afterCommit(effect);
    },
    effectsWith: (part) => commits.effectsWith(part),
    // The row types are the caller's claim about its own SQL: SQLite has no static types to check them against.
    get: <Shape>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Shape | undefined,
    all: <Shape>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Shape[],
    run: (sql, ...values) => {
      if (!commits.isWriting) throw new DefectError(`a write outside a transaction: ${sql}`);
      // SQLite ends a transaction by itself when the disk is full; what would follow must not stand alone.
      if (!db.isTransaction) throw new DefectError('the transaction of this write is gone');
      const done = prepare(sql).run(...values);
      hasChanges ||= done.changes > 0;
      return { changes: Number(done.changes), lastId: Number(done.lastInsertRowid) };
    },
    define: (ddl) => {
      db.exec(ddl);
    },
    close: async () => {
      await commits.drain();
      db.close();
    },
  };
}

function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}

function transactionsOf(db: DatabaseSync, prepare: (sql: string) => StatementSync): Transactions {
  const statement = (sql: string) => (): void => {
    prepare(sql).run();
  };
  return {
    begin: statement('BEGIN IMMEDIATE'),
    commit: statement('COMMIT'),
    rollback: statement('ROLLBACK'),
    savepoint: statement('SAVEPOINT job'),
    release: statement('RELEASE job'),
    rollbackToSavepoint: statement('ROLLBACK TO job'),
    isOpen: () => db.isOpen && db.isTransaction,
  };
}
