import { AwsError } from '../kernel/errors.ts';
import type { LogMessage } from '../kernel/log-sink.ts';
import type { Store } from '../store/store.ts';

/** A log group, as its row keeps it. Instants are epoch ms. */
export interface LogGroup {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  /** null: kept for ever, as on AWS. */
  readonly retentionDays: number | null;
}

const tables = `
CREATE TABLE IF NOT EXISTS logs_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, createdAt INTEGER NOT NULL,
  retentionDays INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS logs_stream (
  id INTEGER PRIMARY KEY AUTOINCREMENT, groupId INTEGER NOT NULL, name TEXT NOT NULL, lastAt INTEGER NOT NULL,
  UNIQUE (groupId, name)
) STRICT;
CREATE TABLE IF NOT EXISTS logs_event (
  groupId INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, streamId INTEGER NOT NULL,
  ingestedAt INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (groupId, at, seq)
) STRICT, WITHOUT ROWID;`;

/**
 * Log groups, streams and events as rows; events lie in order of time within their group, so that reads are scans.
 * Changes only inside a transaction.
 */
export class LogStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(tables);
  }

  /** Throws ResourceNotFoundException. */
  group(name: string): LogGroup {
    const group = this.findGroup(name);
    if (group !== undefined) return group;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }

  findGroup(name: string): LogGroup | undefined {
    return this.#store.get<LogGroup>('SELECT * FROM logs_group WHERE name = ?', name);
  }

  groups(): readonly LogGroup[] {
    return this.#store.all<LogGroup>('SELECT * FROM logs_group ORDER BY name');
  }

  /** The group, made where it is missing. */
  ensureGroup(name: string, now: number): LogGroup {
    const known = this.findGroup(name);
    if (known !== undefined) return known;
    this.#store.run('INSERT INTO logs_group (name, createdAt) VALUES (?, ?)', name, now);
    return this.group(name);
  }

  /** The group goes with its streams and events. */
  removeGroup(name: string): void {
    const id = this.findGroup(name)?.id ?? null;
    this.#store.run('DELETE FROM logs_event WHERE groupId = ?', id);
    this.#store.run('DELETE FROM logs_stream WHERE groupId = ?', id);
    this.#store.run('DELETE FROM logs_group WHERE id = ?', id);
  }

  /** null keeps events for ever. */
  retain({ id }: LogGroup, days: number | null): void {
    this.#store.run('UPDATE logs_group SET retentionDays = ? WHERE id = ?', days, id);
  }

  /** Adds events to a stream; a missing stream is made. */
  append({ id }: LogGroup, stream: string, batch: { messages: readonly LogMessage[]; now: number }): void {
    const { messages, now } = batch;
    const last = messages.reduce((latest, { at }) => Math.max(latest, at), 0);
    const row = this.#store.get<{ id: number }>(
      `INSERT INTO logs_stream (groupId, name, lastAt) VALUES (?, ?, ?)
       ON CONFLICT (groupId, name) DO UPDATE SET lastAt = max(lastAt, excluded.lastAt) RETURNING id`,
      id,
      stream,
      last,
    );
    for (const { at, message } of messages) {
      this.#store.run(
        `INSERT INTO logs_event VALUES (?1, ?2,
         (SELECT coalesce(max(seq), 0) + 1 FROM logs_event WHERE groupId = ?1 AND at = ?2), ?3, ?4, ?5)`,
        id,
        at,
        row?.id ?? null,
        now,
        message,
      );
    }
  }

  /** Removes up to `limit` events older than `before`; how many there were. */
  trim({ id }: LogGroup, before: number, limit: number): number {
    const { changes } = this.#store.run(
      `DELETE FROM logs_event WHERE (groupId, at, seq) IN
       (SELECT groupId, at, seq FROM logs_event WHERE groupId = ? AND at < ? ORDER BY at, seq LIMIT ?)`,
      id,
      before,
      limit,
    );
    if (changes < limit) {
      this.#store.run('DELETE FROM logs_stream WHERE groupId = ? AND lastAt < ?', id, before);
    }
    return changes;
  }
}
