import type { Store } from '../../store/store.ts';
import type { Table, TableIndex } from './table.ts';

/** What counts in the size of a table or an index. */
interface Sized {
  readonly size: number;
}

interface TableRow {
  readonly name: string;
  readonly definition: string;
}

const ddl = `
  CREATE TABLE IF NOT EXISTS dynamodb_table (
    name TEXT PRIMARY KEY,
    definition TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dynamodb_size (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    items INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  );
`;
const namesSql = 'SELECT name FROM dynamodb_table WHERE name > ? ORDER BY name LIMIT ?';
const resizeSql = 'UPDATE dynamodb_size SET items = items + ?, bytes = bytes + ? WHERE id = ?';

/** The tables that exist, as rows. */
export type TableStore = ReturnType<typeof createTableStore>;

/** Opens the tables of this room in the store. */
export function createTableStore(store: Store) {
  store.define(ddl);
  // Parsed definitions by name, each valid while the stored text is the one it was parsed from.
  const parsed = new Map<string, { readonly definition: string; readonly table: Table }>();
  const parse = ({ name, definition }: TableRow): Table => {
    const known = parsed.get(name);
    if (known?.definition === definition) return known.table;
    // Written by `save` below.
    const table = JSON.parse(definition) as Table;
    parsed.set(name, { definition, table });
    return table;
  };
  const removeIndex = ({ id }: TableIndex): void => {
    store.run('DELETE FROM dynamodb_entry WHERE index_id = ?', id);
    store.run('DELETE FROM dynamodb_delayed_entry WHERE index_id = ?', id);
    store.run('DELETE FROM dynamodb_size WHERE id = ?', id);
  };

  return {
    find: (name: string): Table | undefined => {
      const row = store.get<TableRow>('SELECT name, definition FROM dynamodb_table WHERE name = ?', name);
      return row && parse(row);
    },

    /** Names after `after`, in order. */
    names: (after: string, limit: number): readonly string[] =>
      store.all<TableRow>(namesSql, after, limit).map(({ name }) => name),

    all: (): readonly Table[] =>
      store.all<TableRow>('SELECT name, definition FROM dynamodb_table').map(parse),

    save: (table: Table): void => {
      const definition = JSON.stringify(table);
      store.run('INSERT OR REPLACE INTO dynamodb_table VALUES (?, ?)', table.name, definition);
    },

    /** Forgets the table, its items and its indexes. */
    remove: (table: Table): void => {
      table.indexes.forEach(removeIndex);
      store.run('DELETE FROM dynamodb_item WHERE table_id = ?', table.id);
      store.run('DELETE FROM dynamodb_size WHERE id = ?', table.id);
      store.run('DELETE FROM dynamodb_table WHERE name = ?', table.name);
    },

    /** Forgets the entries of one index. */
    removeIndex,

    /** Gives out the id of a new table or index and begins to count its items. */
    newId: (): number => store.run('INSERT INTO dynamodb_size (items, bytes) VALUES (0, 0)').lastId,

    /** How many items a table or an index holds, and their bytes. */
    size: (id: number) => {
      const sql = 'SELECT items, bytes FROM dynamodb_size WHERE id = ?';
      return store.get<{ items: number; bytes: number }>(sql, id) ?? { items: 0, bytes: 0 };
    },

    /** Counts a change of what a table or an index holds. */
    resize: (id: number, before: Sized | undefined, after: Sized | undefined): void => {
      const items = Number(after !== undefined) - Number(before !== undefined);
      const bytes = (after?.size ?? 0) - (before?.size ?? 0);
      if (items !== 0 || bytes !== 0) store.run(resizeSql, items, bytes, id);
    },
  };
}
