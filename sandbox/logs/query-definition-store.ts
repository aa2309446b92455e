import type { Store } from '../store/store.ts';

/** A saved Logs Insights query. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly queryString: string;
  readonly groups: readonly string[];
}

/** Saved queries as rows. Changes only inside a transaction. */
export interface QueryDefinitionStore {
  list(): readonly QueryDefinition[];
  /** Creates or replaces. */
  put(definition: QueryDefinition): void;
  remove(id: string): void;
}

const table = `
CREATE TABLE IF NOT EXISTS logs_query_definition (id TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;`;

export function createQueryDefinitionStore(store: Store): QueryDefinitionStore {
  store.define(table);
  return {
    list: () =>
      store
        .all<{ definition: string }>('SELECT definition FROM logs_query_definition ORDER BY id')
        // Written from this very type.
        .map(({ definition }) => JSON.parse(definition) as QueryDefinition),
    put: (definition) => {
      const sql = 'INSERT OR REPLACE INTO logs_query_definition VALUES (?, ?)';
      store.run(sql, definition.id, JSON.stringify(definition));
    },
    remove: (id) => {
      store.run('DELETE FROM logs_query_definition WHERE id = ?', id);
    },
  };
}
