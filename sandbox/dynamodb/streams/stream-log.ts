import type { Clock } from '../../kernel/clock.ts';
import type { Place } from '../../kernel/place.ts';
import type { Store } from '../../store/store.ts';
import type { StoredItem } from '../items/stored-item.ts';
import { keyAttributes, streamArn } from '../table/table.ts';
import type { StreamViewType, Table, TableStream } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import type { StreamHead } from './stream-head.ts';
import type { StreamRow } from './stream-row.ts';

/** One change that a stream takes down. */
export interface StreamedChange {
  readonly table: Table;
  readonly stream: TableStream;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  readonly servicePrincipal?: string;
}

/** The streams of all tables: records in commit order, one shard each. */
export interface StreamLog {
  /** Switches a stream on. A given label may be one of before: then its records are still there. */
  open(table: Table, viewType: StreamViewType, label?: string): TableStream;
  close(stream: TableStream): void;
  append(change: StreamedChange): void;
  find(arn: string): StreamHead | undefined;
  list(): readonly StreamHead[];
  /** Records after `after` (a position), oldest first. */
  read(stream: StreamHead, after: number, limit: number): readonly StreamRow[];
  /** Positions of the oldest and the newest record, or undefined of an empty stream. */
  ends(stream: StreamHead): { readonly oldest: number; readonly newest: number } | undefined;
  /** Position of the newest record of any stream: where new records will come after. */
  position(): number;
  /** Deletes a batch of records from before `before` (epoch ms); answers whether more may be left. */
  trim(before: number): boolean;
  /** When the oldest record of all was written, epoch ms. */
  oldestAt(): number | undefined;
  /** Calls `listener` after each commit that added records; returns the way to stop it. */
  onRecord(listener: (arn: string) => void): () => void;
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
    keys TEXT NOT NULL,
    new_image TEXT,
    old_image TEXT,
    size INTEGER NOT NULL,
    principal TEXT
  );
  CREATE INDEX IF NOT EXISTS dynamodb_stream_record_stream ON dynamodb_stream_record (stream_id, position);
`;

const headColumns =
  'id, arn, label, table_name AS tableName, view_type AS viewType, key_schema AS keySchema, ' +
  'created_at AS createdAt, closed_at AS closedAt';
const trimBatch = 1_000;

/** Opens the streams in the store. */
export function createStreamLog(store: Store, clock: Clock, place: Place): StreamLog {
  store.define(ddl);
  const listeners = new Set<(arn: string) => void>();
  const announce = (arn: string): void => {
    store.afterCommit(() => {
      for (const listener of listeners) listener(arn);
    });
  };

  return {
    ...createHeads(store, clock, place),
    ...createReading(store),
    append: ({ table, stream, before, after, servicePrincipal }) => {
      const eventName = before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY';
      const { viewType } = stream;
      const newImage = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined;
      const oldImage = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined;
      const names = keyAttributes(table.key).map(({ name }) => name);
      const keys = JSON.stringify(pick((after ?? before)?.item ?? {}, names));
      store.run(
        'INSERT INTO dynamodb_stream_record ' +
          '(stream_id, created_at, event_name, keys, new_image, old_image, size, principal) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        stream.id,
        clock.now(),
        eventName,
        keys,
        newImage?.json ?? null,
        oldImage?.json ?? null,
        keys.length + (newImage?.size ?? 0) + (oldImage?.size ?? 0),
        servicePrincipal ?? null,
      );
      announce(streamArn(place, table.name, stream.label));
    },
    onRecord: (listener) => {
      // Wrapped, so that a listener that is added twice is also removed twice.
      const own = (arn: string): void => {
        listener(arn);
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}

function createHeads(
  store: Store,
  clock: Clock,
  place: Place,
): Pick<StreamLog, 'open' | 'close' | 'find' | 'list'> {
  const isTaken = (arn: string): boolean =>
    store.get('SELECT 1 FROM dynamodb_stream WHERE arn = ?', arn) !== undefined;
  const freeLabel = (name: string): string => {
    let ms = clock.now();
    while (isTaken(streamArn(place, name, labelOf(ms)))) ms += 1;
    return labelOf(ms);
  };
  return {
    open: (table, viewType, wanted) => {
      const label = wanted ?? freeLabel(table.name);
      const arn = streamArn(place, table.name, label);
      store.run(
        'INSERT INTO dynamodb_stream (arn, label, table_name, view_type, key_schema, created_at) ' +
          'VALUES (?, ?, ?, ?, ?, ?) ' +
          'ON CONFLICT (arn) DO UPDATE SET view_type = excluded.view_type, closed_at = NULL',
        arn,
        label,
        table.name,
        viewType,
        JSON.stringify(table.key),
        clock.now(),
      );
      const { id } = store.get<{ id: number }>('SELECT id FROM dynamodb_stream WHERE arn = ?', arn) ?? {
        id: 0,
      };
      return { id, label, viewType };
    },
    close: ({ id }) => {
      store.run('UPDATE dynamodb_stream SET closed_at = ? WHERE id = ?', clock.now(), id);
    },
    find: (arn) => store.get<StreamHead>(`SELECT ${headColumns} FROM dynamodb_stream WHERE arn = ?`, arn),
    list: () => store.all<StreamHead>(`SELECT ${headColumns} FROM dynamodb_stream ORDER BY arn`),
  };
}

function createReading(store: Store): Pick<StreamLog, 'read' | 'ends' | 'position' | 'trim' | 'oldestAt'> {
  return {
    read: ({ id }, after, limit) =>
      store.all<StreamRow>(
        'SELECT position, created_at AS createdAt, event_name AS eventName, keys, new_image AS newImage, ' +
          'old_image AS oldImage, size, principal FROM dynamodb_stream_record ' +
          'WHERE stream_id = ? AND position > ? ORDER BY position LIMIT ?',
        id,
        after,
        limit,
      ),
    ends: ({ id }) => {
      const row = store.get<{ oldest: number | null; newest: number | null }>(
        'SELECT (SELECT min(position) FROM dynamodb_stream_record WHERE stream_id = ?1) AS oldest, ' +
          '(SELECT max(position) FROM dynamodb_stream_record WHERE stream_id = ?1) AS newest',
        id,
      );
      if (row === undefined || row.oldest === null || row.newest === null) return undefined;
      return { oldest: row.oldest, newest: row.newest };
    },
    position: () =>
      store.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'dynamodb_stream_record'")
        ?.seq ?? 0,
    trim: (before) => {
      // Positions grow with time, so the oldest records are the first ones.
      const first = store
        .all<{ position: number; createdAt: number }>(
          'SELECT position, created_at AS createdAt FROM dynamodb_stream_record ORDER BY position LIMIT ?',
          trimBatch,
        )
        .filter(({ createdAt }) => createdAt < before);
      const last = first.at(-1)?.position;
      if (last !== undefined) store.run('DELETE FROM dynamodb_stream_record WHERE position <= ?', last);
      return first.length === trimBatch;
    },
    oldestAt: () =>
      store.get<{ createdAt: number }>(
        'SELECT created_at AS createdAt FROM dynamodb_stream_record ORDER BY position LIMIT 1',
      )?.createdAt,
  };
}

/** `2024-01-15T10:30:00.000`, as AWS labels streams. */
function labelOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}
