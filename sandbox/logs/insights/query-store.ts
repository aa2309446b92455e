import { AwsError } from '../../kernel/errors.ts';
import type { Store } from '../../store/store.ts';

/** A query that was started. Instants are epoch ms. */
export interface StartedQuery {
  readonly groups: readonly string[];
  readonly queryString: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number | undefined;
}

/** Started queries as rows; results are computed when they are asked for. */
export interface QueryStore {
  /** Throws ResourceNotFoundException. */
  get(id: string): StartedQuery;
  /** Inside a transaction; forgets queries that are older than a week, as AWS does. */
  put(id: string, query: StartedQuery, now: number): void;
}

const table = `
CREATE TABLE IF NOT EXISTS logs_query (id TEXT PRIMARY KEY, spec TEXT NOT NULL, createdAt INTEGER NOT NULL) STRICT;`;

const keptMs = 7 * 86_400_000;

export function createQueryStore(store: Store): QueryStore {
  store.define(table);
  return {
    get: (id) => {
      const row = store.get<{ spec: string }>('SELECT spec FROM logs_query WHERE id = ?', id);
      if (row === undefined) throw new AwsError('ResourceNotFoundException', 'The query does not exist.');
      // The text was written from this very type.
      return JSON.parse(row.spec) as StartedQuery;
    },
    put: (id, query, now) => {
      store.run('DELETE FROM logs_query WHERE createdAt < ?', now - keptMs);
      store.run('INSERT INTO logs_query VALUES (?, ?, ?)', id, JSON.stringify(query), now);
    },
  };
}
