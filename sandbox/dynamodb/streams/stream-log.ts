import type { Clock } from '../../kernel/clock.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Place } from '../../kernel/place.ts';
import type { Store } from '../../store/store.ts';
import type { StoredItem } from '../items/stored-item.ts';
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

/** One change that a stream takes down. */
export interface StreamedChange {
  readonly table: Table;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  readonly servicePrincipal: string | undefined;
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

const headColumns =
  'id, arn, label, table_name AS tableName, view_type AS viewType, key_schema AS keySchema, ' +
  'created_at AS createdAt, closed_at AS closedAt';
const trimBatch = 1_000;

/** The streams of all tables: records in commit order, one shard each. */
export type StreamLog = ReturnType<typeof createStreamLog>;

/** Opens the streams in the store. */
export function createStreamLog(store: Store, clock: Clock, place: Place) {
  store.define(ddl);
  return {
    ...createHeads(store, clock, place),
    ...createWriting(store, clock, place),
    ...createReading(store),
  };
}

function createWriting(store: Store, clock: Clock, place: Place) {
  const listeners = new Set<(arn: string) => void>();
  return {
    /** Takes down a change of a table, if the table has a stream. */
    append: (change: StreamedChange): void => {
      const { table, before, after, servicePrincipal } = change;
      if (table.stream === undefined) return;
      const { id, label, viewType } = table.stream;
      store.run(
        'INSERT INTO dynamodb_stream_record (stream_id, created_at, event_name, change, principal) VALUES (?, ?, ?, ?, ?)',
        id,
        clock.now(),
        before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
        changeText(change, viewType),
        servicePrincipal ?? null,
      );
      const arn = streamArn(place, table.name, label);
      store.afterCommit(() => {
        for (const listener of listeners) listener(arn);
      });
    },

    /** Calls `listener` with the ARN of a stream after each commit that added records; gives the way to stop. */
    onRecord: (listener: (arn: string) => void) => {
      // Wrapped, so that a listener that is added twice is also removed twice.
      const own = (arn: string): void => {
        listener(arn);
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}

function createHeads(store: Store, clock: Clock, place: Place) {
  const find = (arn: string): StreamHead | undefined =>
    store.get<StreamHead>(`SELECT ${headColumns} FROM dynamodb_stream WHERE arn = ?`, arn);
  const freeLabel = (name: string): string => {
    let ms = clock.now();
    while (find(streamArn(place, name, labelOf(ms))) !== undefined) ms += 1;
    return labelOf(ms);
  };
  return {
    /** The stream behind an ARN. Throws ResourceNotFoundException as the Streams API words it. */
    require: (arn: string): StreamHead => {
      const stream = find(arn);
      if (stream !== undefined) return stream;
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Stream: ${arn} not found`,
      );
    },

    list: (): readonly StreamHead[] =>
      store.all<StreamHead>(`SELECT ${headColumns} FROM dynamodb_stream ORDER BY arn`),

    /** Switches a stream on. A given label may be one of before: then its records are still there. */
    open: (table: Table, viewType: StreamViewType, wanted?: string): TableStream => {
      const label = wanted ?? freeLabel(table.name);
      const arn = streamArn(place, table.name, label);
      store.run(
        'INSERT INTO dynamodb_stream (arn, label, table_name, view_type, key_schema, created_at) ' +
          'VALUES (?, ?, ?, ?, ?, ?) ' +
          'ON CONFLICT (arn) DO UPDATE SET view_type = excluded.view_type, key_schema = excluded.key_schema, closed_at = NULL',
        arn,
        label,
        table.name,
        viewType,
        JSON.stringify(table.key),
        clock.now(),
      );
      return { id: find(arn)?.id ?? 0, label, viewType };
    },

    close: ({ id }: TableStream): void => {
      store.run('UPDATE dynamodb_stream SET closed_at = ? WHERE id = ?', clock.now(), id);
    },
  };
}

function createReading(store: Store) {
  return {
    /** Records after `after` (a position), oldest first. */
    read: ({ id }: StreamHead, after: number, limit: number): readonly StreamRow[] =>
      store.all<StreamRow>(
        'SELECT position, created_at AS createdAt, event_name AS eventName, change, principal ' +
          'FROM dynamodb_stream_record WHERE stream_id = ? AND position > ? ORDER BY position LIMIT ?',
        id,
        after,
        limit,
      ),

    /** Positions of the oldest and the newest record, or undefined of an empty stream. */
    ends: ({ id }: StreamHead) =>
      store.get<{ oldest: number; newest: number }>(
        'SELECT oldest.position AS oldest, newest.position AS newest FROM ' +
          '(SELECT min(position) AS position FROM dynamodb_stream_record WHERE stream_id = ?1) oldest, ' +
          '(SELECT max(position) AS position FROM dynamodb_stream_record WHERE stream_id = ?1) newest ' +
          'WHERE oldest.position IS NOT NULL',
        id,
      ),

    /** Position of the newest record of any stream: where new records will come after. */
    position: (): number =>
      store.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'dynamodb_stream_record'")
        ?.seq ?? 0,

    /** Deletes a batch of records from before `before` (epoch ms). */
    trim: (before: number): void => {
      // Positions grow with time, so the oldest records are the first ones.
      store.run(
        'DELETE FROM dynamodb_stream_record WHERE position IN ' +
          '(SELECT position FROM dynamodb_stream_record ORDER BY position LIMIT ?) AND created_at < ?',
        trimBatch,
        before,
      );
    },

    /** When the oldest record of all was written, epoch ms. */
    oldestAt: (): number | undefined =>
      store.get<{ createdAt: number }>(
        'SELECT created_at AS createdAt FROM dynamodb_stream_record ORDER BY position LIMIT 1',
      )?.createdAt,
  };
}

function changeText({ table, before, after }: StreamedChange, viewType: StreamViewType): string {
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
