import { AwsError } from '../kernel/errors.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import type { Store } from '../store/store.ts';
import type { EventSourceSpec } from './event-source-spec.ts';

/** Where the reader of a stream stands. */
export interface StreamPosition {
  /** The last record that is done with; undefined before the first one. */
  readonly after?: string;
  /** Last records of the batches that bisecting left to do, the next one last. */
  readonly ends: readonly string[];
  /** Failed attempts of the batch at hand. */
  readonly attempts: number;
}

/** A mapping with what the store adds. */
export interface StoredEventSource extends EventSourceSpec {
  readonly lastModified: number;
}

/** The mappings of the account. */
export interface EventSourceStore {
  /** Throws ResourceNotFoundException. */
  get(uuid: string): StoredEventSource;
  list(): readonly StoredEventSource[];
  /** Inside a transaction: creates or changes; a known mapping keeps its position. `begin` is where a new one stands. */
  put(spec: EventSourceSpec, at: { readonly now: number; readonly begin: StreamPosition }): void;
  remove(uuid: string): void;
  position(uuid: string): StreamPosition;
  move(uuid: string, position: StreamPosition): void;
}

interface SourceRow {
  readonly spec: string;
  readonly last_modified: number;
}

const table = `
CREATE TABLE IF NOT EXISTS lambda_event_source (
  uuid TEXT PRIMARY KEY, spec TEXT NOT NULL, last_modified INTEGER NOT NULL, position TEXT NOT NULL
) STRICT;`;

/** The position of a reader that takes everything that is kept. */
export const trimHorizon: StreamPosition = { ends: [], attempts: 0 };

/** Mappings as rows; the position of a stream's reader is committed with what it has done. */
export function createEventSourceStore(store: Store): EventSourceStore {
  store.define(table);
  return {
    get: (uuid) => {
      const row = store.get<SourceRow>('SELECT * FROM lambda_event_source WHERE uuid = ?', uuid);
      if (row !== undefined) return stored(row);
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
        status: 404,
        details: { Type: 'User' },
      });
    },
    list: () => store.all<SourceRow>('SELECT * FROM lambda_event_source ORDER BY uuid').map(stored),
    put: (spec, { now, begin }) => {
      store.run(
        `INSERT INTO lambda_event_source VALUES (?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE
         SET spec = excluded.spec, last_modified = excluded.last_modified WHERE spec <> excluded.spec`,
        spec.uuid,
        JSON.stringify({ ...spec, lastModified: undefined }),
        now,
        JSON.stringify(begin),
      );
    },
    remove: (uuid) => {
      store.run('DELETE FROM lambda_event_source WHERE uuid = ?', uuid);
    },
    position: (uuid) => {
      const row = store.get<{ position: string }>(
        'SELECT position FROM lambda_event_source WHERE uuid = ?',
        uuid,
      );
      // The text was written from this very type.
      return row === undefined ? trimHorizon : (JSON.parse(row.position) as StreamPosition);
    },
    move: (uuid, position) => {
      store.run('UPDATE lambda_event_source SET position = ? WHERE uuid = ?', JSON.stringify(position), uuid);
    },
  };
}

function stored(row: SourceRow): StoredEventSource {
  return { ...parseSpec(row.spec), lastModified: row.last_modified };
}

// The text was written from this very type.
const parseSpec = parsedOnce((text) => JSON.parse(text) as EventSourceSpec);
