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

/** A log stream, as its row keeps it. */
export interface LogStream {
  readonly id: number;
  readonly groupId: number;
  readonly name: string;
  readonly createdAt: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly ingestedAt: number | null;
}

const tables = `
CREATE TABLE IF NOT EXISTS logs_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, createdAt INTEGER NOT NULL,
  retentionDays INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS logs_stream (
  id INTEGER PRIMARY KEY AUTOINCREMENT, groupId INTEGER NOT NULL, name TEXT NOT NULL, createdAt INTEGER NOT NULL,
  firstAt INTEGER, lastAt INTEGER, ingestedAt INTEGER, UNIQUE (groupId, name)
) STRICT;
CREATE TABLE IF NOT EXISTS logs_event (
  groupId INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL, streamId INTEGER NOT NULL,
  ingestedAt INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (groupId, at, seq)
) STRICT, WITHOUT ROWID;`;

/** Log groups, streams and events as rows; events lie in order of time within their group, so that reads are scans. */
export class LogStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(tables);
  }

  /** Throws ResourceNotFoundException. */
  group(name: string): LogGroup {
    const group = this.findGroup(name);
    if (group === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    return group;
  }

  findGroup(name: string): LogGroup | undefined {
    return this.#store.get<LogGroup>('SELECT * FROM logs_group WHERE name = ?', name);
  }

  groups(): readonly LogGroup[] {
    return this.#store.all<LogGroup>('SELECT * FROM logs_group ORDER BY name');
  }

  /** Throws ResourceNotFoundException. */
  stream(group: LogGroup, name: string): LogStream {
    const stream = this.#findStream(group, name);
    if (stream === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    return stream;
  }

  streams(group: LogGroup): readonly LogStream[] {
    return this.#store.all<LogStream>('SELECT * FROM logs_stream WHERE groupId = ? ORDER BY name', group.id);
  }

  /** Inside a transaction; throws ResourceAlreadyExistsException. */
  createGroup(name: string, now: number): void {
    if (this.findGroup(name) !== undefined) throw exists('group');
    this.#store.run('INSERT INTO logs_group (name, createdAt) VALUES (?, ?)', name, now);
  }

  /** Inside a transaction: the group, made where it is missing. */
  ensureGroup(name: string, now: number): LogGroup {
    const known = this.findGroup(name);
    if (known !== undefined) return known;
    this.createGroup(name, now);
    return this.group(name);
  }

  /** Inside a transaction: the group goes with its streams and events. */
  removeGroup({ id }: LogGroup): void {
    this.#store.run('DELETE FROM logs_event WHERE groupId = ?', id);
    this.#store.run('DELETE FROM logs_stream WHERE groupId = ?', id);
    this.#store.run('DELETE FROM logs_group WHERE id = ?', id);
  }

  /** Inside a transaction; null keeps events for ever. */
  retain({ id }: LogGroup, days: number | null): void {
    this.#store.run('UPDATE logs_group SET retentionDays = ? WHERE id = ?', days, id);
  }

  /** Inside a transaction; throws ResourceAlreadyExistsException. */
  createStream(group: LogGroup, name: string, now: number): void {
    if (this.#findStream(group, name) !== undefined) throw exists('stream');
    this.#insertStream(group, name, now);
  }

  /** Inside a transaction: the stream goes with its events. */
  removeStream({ id, groupId }: LogStream): void {
    this.#store.run('DELETE FROM logs_event WHERE groupId = ? AND streamId = ?', groupId, id);
    this.#store.run('DELETE FROM logs_stream WHERE id = ?', id);
  }

  /** Inside a transaction: adds events to a stream; a missing stream is made. */
  append(group: LogGroup, streamName: string, batch: { messages: readonly LogMessage[]; now: number }): void {
    const { messages, now } = batch;
    const streamId = this.#findStream(group, streamName)?.id ?? this.#insertStream(group, streamName, now);
    let [first, last] = [Infinity, -Infinity];
    for (const { at, message } of messages) {
      this.#store.run(
        `INSERT INTO logs_event VALUES (?1, ?2,
         (SELECT coalesce(max(seq), 0) + 1 FROM logs_event WHERE groupId = ?1 AND at = ?2), ?3, ?4, ?5)`,
        ...[group.id, at, streamId, now, message],
      );
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    if (messages.length === 0) return;
    this.#store.run(
      `UPDATE logs_stream SET firstAt = min(coalesce(firstAt, ?1), ?1), lastAt = max(coalesce(lastAt, ?2), ?2),
       ingestedAt = ?3 WHERE id = ?4`,
      ...[first, last, now, streamId],
    );
  }

  /** Inside a transaction: removes up to `limit` events older than `before`; how many there were. */
  trim({ id }: LogGroup, before: number, limit: number): number {
    const { changes } = this.#store.run(
      `DELETE FROM logs_event WHERE (groupId, at, seq) IN
       (SELECT groupId, at, seq FROM logs_event WHERE groupId = ? AND at < ? ORDER BY at, seq LIMIT ?)`,
      ...[id, before, limit],
    );
    if (changes < limit) {
      this.#store.run(
        'DELETE FROM logs_stream WHERE groupId = ? AND coalesce(lastAt, createdAt) < ?',
        id,
        before,
      );
    }
    return changes;
  }

  #findStream({ id }: LogGroup, name: string): LogStream | undefined {
    return this.#store.get<LogStream>('SELECT * FROM logs_stream WHERE groupId = ? AND name = ?', id, name);
  }

  #insertStream({ id }: LogGroup, name: string, now: number): number {
    const insert = 'INSERT INTO logs_stream (groupId, name, createdAt) VALUES (?, ?, ?)';
    return this.#store.run(insert, id, name, now).lastId;
  }
}

function exists(what: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);
}
