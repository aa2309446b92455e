import { AwsError } from '../kernel/errors.ts';
import type { Store } from '../store/store.ts';

/** A saved Logs Insights query. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly queryString: string;
  readonly groups: readonly string[];
  readonly lastModified: number;
}

interface DefinitionRow extends Omit<QueryDefinition, 'groups'> {
  /** JSON list. */
  readonly groups: string;
}

/** Saved queries as rows. */
export interface QueryDefinitionStore {
  list(): readonly QueryDefinition[];
  /** Inside a transaction: creates or replaces. */
  put(definition: QueryDefinition): void;
  /** Inside a transaction; throws ResourceNotFoundException. */
  remove(id: string): void;
}

const table = `
CREATE TABLE IF NOT EXISTS logs_query_definition (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, queryString TEXT NOT NULL, groups TEXT NOT NULL, lastModified INTEGER NOT NULL
) STRICT;`;

export function createQueryDefinitionStore(store: Store): QueryDefinitionStore {
  store.define(table);
  return {
    list: () =>
      store
        .all<DefinitionRow>('SELECT * FROM logs_query_definition ORDER BY name, id')
        // The list was written from this very type.
        .map((row) => ({ ...row, groups: JSON.parse(row.groups) as string[] })),
    put: ({ id, name, queryString, groups, lastModified }) => {
      store.run(
        'INSERT OR REPLACE INTO logs_query_definition VALUES (?, ?, ?, ?, ?)',
        ...[id, name, queryString, JSON.stringify(groups), lastModified],
      );
    },
    remove: (id) => {
      const { changes } = store.run('DELETE FROM logs_query_definition WHERE id = ?', id);
      if (changes === 0)
        throw new AwsError('ResourceNotFoundException', 'The query definition does not exist.');
    },
  };
}
