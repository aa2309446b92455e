import { parsedOnce } from '../kernel/parsed-once.ts';
import type { Store } from '../store/store.ts';

/** A mapping from a queue or a stream to a function, as its row keeps it. */
export interface EventSource {
  readonly uuid: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly source: 'queue' | 'stream';
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  /** JSON texts of event patterns; a record that fits none is passed over. Empty: every record counts. */
  readonly filters: readonly string[];
  /** Queues: batches at a time. */
  readonly maximumConcurrency?: number | undefined;
  /** Streams: where a new mapping begins. */
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | undefined;
  /** Streams: -1 for as long as the record is kept. */
  readonly maximumRetryAttempts: number;
  /** Streams: -1 for as long as the record is kept. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisectsOnError: boolean;
  readonly onFailure?: string | undefined;
}

/** Where the reader of a stream stands. */
export interface StreamPosition {
  /** The last record that is done with; undefined before the first one. */
  readonly after?: string | undefined;
  /** Last records of the batches that are to be read again (whole, or in halves), the next one last. */
  readonly ends: readonly string[];
  /** Failed attempts of the batch at hand. */
  readonly attempts: number;
}

/** The mappings of the account; all but `list` and `position` inside a transaction. */
export interface EventSourceStore {
  list(): readonly EventSource[];
  /** Creates or changes: a new mapping of a stream stands behind the record `after`, a known one stays where it is. */
  put(mapping: EventSource, after: string | undefined): void;
  remove(uuid: string): void;
  position(uuid: string): StreamPosition;
  move(uuid: string, position: StreamPosition): void;
}

const table = `
CREATE TABLE IF NOT EXISTS lambda_event_source (
  uuid TEXT PRIMARY KEY, spec TEXT NOT NULL, position TEXT NOT NULL
) STRICT;`;

/** Mappings as rows; the position of a stream's reader is committed with what it has done. */
export function createEventSourceStore(store: Store): EventSourceStore {
  store.define(table);
  return {
    list: () =>
      store
        .all<{ spec: string }>('SELECT spec FROM lambda_event_source ORDER BY uuid')
        .map(({ spec }) => parseSpec(spec)),
    put: (mapping, after) => {
      const begin: StreamPosition = { after, ends: [], attempts: 0 };
      store.run(
        `INSERT INTO lambda_event_source VALUES (?, ?, ?)
         ON CONFLICT (uuid) DO UPDATE SET spec = excluded.spec`,
        mapping.uuid,
        JSON.stringify(mapping),
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
      return row === undefined ? { ends: [], attempts: 0 } : (JSON.parse(row.position) as StreamPosition);
    },
    move: (uuid, position) => {
      store.run('UPDATE lambda_event_source SET position = ? WHERE uuid = ?', JSON.stringify(position), uuid);
    },
  };
}

// The text was written from this very type.
const parseSpec = parsedOnce((text) => JSON.parse(text) as EventSource);
