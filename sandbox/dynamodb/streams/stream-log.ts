import type { Ground } from '../../kernel/ground.ts';
import { notFound } from '../errors.ts';
import type { StoredChange } from '../items/stored-item.ts';
import { keyAttributes, streamArn } from '../table/table.ts';
import type { StreamViewType, Table, TableStream } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import { itemSize } from '../values/size.ts';

/** A stream, switched on or off; its records stay readable until they are trimmed. */
export interface StreamHead {
  readonly id: number;
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly viewType: StreamViewType;
  /** JSON of the table's key schema when the stream was switched on. */
  readonly keySchema: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms; null while the stream is on. */
  readonly closedAt: number | null;
}

/** One record of a stream as the store keeps it. */
export interface StreamRow {
  readonly position: number;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly eventName: string;
  /** The members that say what changed, from Keys to StreamViewType, as JSON text without its braces. */
  readonly change: string;
  readonly principal: string | null;
}

const ddl = `
  CREATE TABLE IF NOT EXISTS dynamodb_stream (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    table_name TEXT NOT NULL,
    view_type TEXT NOT NULL,
    key_schema TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER
  );
  CREATE TABLE IF NOT EXISTS dynamodb_stream_record (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    event_name TEXT NOT NULL,
    change TEXT NOT NULL,
    principal TEXT
  );
  CREATE INDEX IF NOT EXISTS dynamodb_stream_record_stream ON dynamodb_stream_record (stream_id, position);
`;

const headsSql =
  'SELECT id, arn, label, table_name AS tableName, view_type AS viewType, key_schema AS keySchema, ' +
  'created_at AS createdAt, closed_at AS closedAt FROM dynamodb_stream';
const openSql =
  'INSERT INTO dynamodb_stream (arn, label, table_name, view_type, key_schema, created_at) VALUES (?, ?, ?, ?, ?, ?) ' +
  'ON CONFLICT (arn) DO UPDATE SET view_type = excluded.view_type, key_schema = excluded.key_schema, closed_at = NULL';
const appendSql =
  'INSERT INTO dynamodb_stream_record (stream_id, created_at, event_name, change, principal) VALUES (?, ?, ?, ?, ?)';
const readSql =
  'SELECT position, created_at AS createdAt, event_name AS eventName, change, principal ' +
  'FROM dynamodb_stream_record WHERE stream_id = ? AND position > ? ORDER BY position LIMIT ?';
const endsSql =
  'SELECT oldest.position AS oldest, newest.position AS newest FROM ' +
  '(SELECT min(position) AS position FROM dynamodb_stream_record WHERE stream_id = ?1) oldest, ' +
  '(SELECT max(position) AS position FROM dynamodb_stream_record WHERE stream_id = ?1) newest ' +
  'WHERE oldest.position IS NOT NULL';
const newestSql = "SELECT seq FROM sqlite_sequence WHERE name = 'dynamodb_stream_record'";
const oldestSql = 'SELECT created_at AS createdAt FROM dynamodb_stream_record ORDER BY position LIMIT 1';
// Positions grow with time, so the oldest records are the first ones.
const trimSql =
  'DELETE FROM dynamodb_stream_record WHERE position IN ' +
  '(SELECT position FROM dynamodb_stream_record ORDER BY position LIMIT 1000) AND created_at < ?';

/** The streams of all tables, as rows of the store: records in commit order, one shard each. */
export class StreamLog {
  readonly #ground: Ground;
  readonly #listeners = new Set<(arn: string) => void>();

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.store.define(ddl);
  }

  /** The stream behind an ARN. Throws ResourceNotFoundException as the Streams API words it. */
  require(arn: string): StreamHead {
    const stream = this.#find(arn);
    if (stream !== undefined) return stream;
    throw notFound(`: Stream: ${arn} not found`);
  }

  /** Every stream, in the order of the ARNs. */
  list(): readonly StreamHead[] {
    return this.#ground.store.all<StreamHead>(`${headsSql} ORDER BY arn`);
  }

  /** Switches a stream on. A given label may be one of before: then its records are still there. */
  open(table: Table, viewType: StreamViewType, wanted?: string): TableStream {
    const { store, clock, place } = this.#ground;
    const label = wanted ?? this.#freeLabel(table.name);
    const arn = streamArn(place, table.name, label);
    const keySchema = JSON.stringify(table.key);
    store.run(openSql, arn, label, table.name, viewType, keySchema, clock.now());
    return { id: this.require(arn).id, label, viewType };
  }

  /** Switches a stream off. */
  close({ id }: TableStream): void {
    const { store, clock } = this.#ground;
    store.run('UPDATE dynamodb_stream SET closed_at = ? WHERE id = ?', clock.now(), id);
  }

  /** Takes down a change of a table, if the table has a stream. */
  append(change: StoredChange): void {
    const { store, clock, place } = this.#ground;
    const { table, before, after, servicePrincipal = null } = change;
    if (table.stream === undefined) return;
    const { id, label, viewType } = table.stream;
    const eventName = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
    store.run(appendSql, id, clock.now(), eventName, changeText(change, viewType), servicePrincipal);
    const arn = streamArn(place, table.name, label);
    store.afterCommit(() => {
      for (const listener of this.#listeners) listener(arn);
    });
  }

  /** Calls `listener` after each commit that added records to the stream `arn`; gives the way to stop. */
  onRecord(arn: string, listener: () => void): () => void {
    const own = (changed: string): void => {
      if (changed === arn) listener();
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Records after `after` (a position), oldest first. */
  read({ id }: StreamHead, after: number, limit: number): readonly StreamRow[] {
    return this.#ground.store.all<StreamRow>(readSql, id, after, limit);
  }

  /** Positions of the oldest and the newest record, or undefined of an empty stream. */
  ends({ id }: StreamHead): { readonly oldest: number; readonly newest: number } | undefined {
    return this.#ground.store.get(endsSql, id);
  }

  /** Position of the newest record of any stream: where new records will come after. */
  position(): number {
    return this.#ground.store.get<{ seq: number }>(newestSql)?.seq ?? 0;
  }

  /** Deletes a batch of records from before `before` (epoch ms). */
  trim(before: number): void {
    this.#ground.store.run(trimSql, before);
  }

  /** When the oldest record of all was written, epoch ms. */
  oldestAt(): number | undefined {
    return this.#ground.store.get<{ createdAt: number }>(oldestSql)?.createdAt;
  }

  #find(arn: string): StreamHead | undefined {
    return this.#ground.store.get<StreamHead>(`${headsSql} WHERE arn = ?`, arn);
  }

  #freeLabel(name: string): string {
    const { clock, place } = this.#ground;
    let ms = clock.now();
    while (this.#find(streamArn(place, name, labelOf(ms))) !== undefined) ms += 1;
    return labelOf(ms);
  }
}

function changeText({ table, before, after }: StoredChange, viewType: StreamViewType): string {
  const names = keyAttributes(table.key).map(({ name }) => name);
  const keys = pick((after ?? before)?.item ?? {}, names);
  const newImage = viewType.startsWith('NEW_') ? after : undefined;
  const oldImage = viewType.includes('OLD_') ? before : undefined;
  const size = itemSize(keys) + (newImage?.size ?? 0) + (oldImage?.size ?? 0);
  return (
    `"Keys":${JSON.stringify(keys)}` +
    (newImage === undefined ? '' : `,"NewImage":${newImage.json}`) +
    (oldImage === undefined ? '' : `,"OldImage":${oldImage.json}`) +
    `,"SizeBytes":${String(size)},"StreamViewType":"${viewType}"`
  );
}

/** `2024-01-15T10:30:00.000`, as AWS labels streams. */
function labelOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}
