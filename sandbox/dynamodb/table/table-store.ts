import type { Store } from '../../store/store.ts';
import type { Table, TableIndex } from './table.ts';

/** The tables that exist, as rows. */
export interface TableStore {
  find(name: string): Table | undefined;
  /** Names after `after`, in order. */
  names(after: string, limit: number): readonly string[];
  /** Every table. */
  all(): readonly Table[];
  /** Gives out the id of a new table or index and begins to count its items. */
  newId(): number;
  save(table: Table): void;
  /** Forgets the table, its items and its indexes. */
  remove(table: Table): void;
  /** Forgets the entries of one index. */
  removeIndex(index: TableIndex): void;
  /** How many items a table or an index holds, and their bytes. */
  size(id: number): { readonly items: number; readonly bytes: number };
  /** Counts a change of what a table or an index holds. */
  resize(id: number, items: number, bytes: number): void;
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
  CREATE TABLE IF NOT EXISTS dynamodb_item (
    id INTEGER PRIMARY KEY,
    table_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    range BLOB NOT NULL,
    size INTEGER NOT NULL,
    expires_at INTEGER,
    json TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS dynamodb_item_key ON dynamodb_item (table_id, hash, range);
  CREATE INDEX IF NOT EXISTS dynamodb_item_expiry ON dynamodb_item (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS dynamodb_entry (
    index_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    range BLOB NOT NULL,
    item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL,
    item_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    json TEXT,
    PRIMARY KEY (index_id, hash, range, item_hash, item_range)
  ) WITHOUT ROWID;
`;

/** Opens the tables of this room in the store. */
export function createTableStore(store: Store): TableStore {
  store.define(ddl);
  // Parsed definitions by name, each valid while the stored text is the one it was parsed from.
  const parsed = new Map<string, { readonly text: string; readonly table: Table }>();
  const parse = (name: string, text: string): Table => {
    const known = parsed.get(name);
    if (known?.text === text) return known.table;
    // Written by `save` below.
    const table = JSON.parse(text) as Table;
    parsed.set(name, { text, table });
    return table;
  };
  const removeEntries = (id: number): void => {
    store.run('DELETE FROM dynamodb_entry WHERE index_id = ?', id);
    store.run('DELETE FROM dynamodb_delayed_entry WHERE index_id = ?', id);
    store.run('DELETE FROM dynamodb_size WHERE id = ?', id);
  };

  return {
    find: (name) => {
      const row = store.get<{ definition: string }>(
        'SELECT definition FROM dynamodb_table WHERE name = ?',
        name,
      );
      return row === undefined ? undefined : parse(name, row.definition);
    },
    names: (after, limit) =>
      store
        .all<{ name: string }>(
          'SELECT name FROM dynamodb_table WHERE name > ? ORDER BY name LIMIT ?',
          after,
          limit,
        )
        .map(({ name }) => name),
    all: () =>
      store
        .all<{ name: string; definition: string }>(
          'SELECT name, definition FROM dynamodb_table ORDER BY name',
        )
        .map(({ name, definition }) => parse(name, definition)),
    save: (table) => {
      store.run(
        'INSERT INTO dynamodb_table (name, definition) VALUES (?, ?) ' +
          'ON CONFLICT (name) DO UPDATE SET definition = excluded.definition',
        table.name,
        JSON.stringify(table),
      );
    },
    remove: (table) => {
      for (const { id } of table.indexes) removeEntries(id);
      store.run('DELETE FROM dynamodb_item WHERE table_id = ?', table.id);
      store.run('DELETE FROM dynamodb_size WHERE id = ?', table.id);
      store.run('DELETE FROM dynamodb_table WHERE name = ?', table.name);
    },
    removeIndex: ({ id }) => {
      removeEntries(id);
    },
    ...createSizes(store),
  };
}

function createSizes(store: Store): Pick<TableStore, 'newId' | 'size' | 'resize'> {
  return {
    newId: () => store.run('INSERT INTO dynamodb_size (items, bytes) VALUES (0, 0)').lastId,
    size: (id) =>
      store.get<{ items: number; bytes: number }>(
        'SELECT items, bytes FROM dynamodb_size WHERE id = ?',
        id,
      ) ?? {
        items: 0,
        bytes: 0,
      },
    resize: (id, items, bytes) => {
      if (items === 0 && bytes === 0) return;
      store.run(
        'UPDATE dynamodb_size SET items = items + ?, bytes = bytes + ? WHERE id = ?',
        items,
        bytes,
        id,
      );
    },
  };
}
