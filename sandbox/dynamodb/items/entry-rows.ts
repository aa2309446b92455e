import { createRoomPump } from '../../kernel/pump.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { Store } from '../../store/store.ts';
import type { TableStore } from '../table/table-store.ts';

/** One entry of an index: its place, and the item that it stands for. */
export interface EntryRow {
  readonly indexId: number;
  readonly hash: Uint8Array;
  readonly range: Uint8Array;
  readonly itemHash: Uint8Array;
  readonly itemRange: Uint8Array;
  /** Bytes that the entry counts for. */
  readonly size: number;
  /** The attributes that the index holds; null where they are read from the item. */
  readonly json: string | null;
}

/** Where the entries of indexes are written. */
export interface EntryRows {
  put(row: EntryRow): void;
  /** Takes away the entry at the row's place. */
  remove(row: EntryRow): void;
}

const place = 'index_id, hash, range, item_hash, item_range';
const columns = `${place}, size, json`;

const columnTypes = `
    index_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    range BLOB NOT NULL,
    item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL,
    size INTEGER NOT NULL,
    json TEXT`;
const ddl = `
  CREATE TABLE IF NOT EXISTS dynamodb_entry (${columnTypes},
    PRIMARY KEY (${place})
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dynamodb_delayed_entry (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    due_at INTEGER NOT NULL,
    is_removal INTEGER NOT NULL,${columnTypes}
  );
`;

const marks = '?, ?, ?, ?, ?, ?, ?';
const putSql = `INSERT OR REPLACE INTO dynamodb_entry (${columns}) VALUES (${marks})`;
const removeSql = `DELETE FROM dynamodb_entry WHERE (${place}) = (?, ?, ?, ?, ?)`;
const delaySql = `INSERT INTO dynamodb_delayed_entry (${columns}, due_at, is_removal) VALUES (${marks}, ?, ?)`;
const dueSql =
  'SELECT position, is_removal AS isRemoval FROM dynamodb_delayed_entry WHERE due_at <= ? ORDER BY position';
const putDelayedSql = `INSERT OR REPLACE INTO dynamodb_entry (${columns}) SELECT ${columns} FROM dynamodb_delayed_entry WHERE position = ?`;
const removeDelayedSql = `DELETE FROM dynamodb_entry WHERE (${place}) = (SELECT ${place} FROM dynamodb_delayed_entry WHERE position = ?)`;

/** The entries of all indexes, as rows. */
export type EntryTables = ReturnType<typeof createEntryRows>;

/** Opens the entries of all indexes; those of global indexes may follow `lagMs` after their items, as on AWS. */
export function createEntryRows(ground: Ground, lagMs: number) {
  const { store, clock } = ground;
  store.define(ddl);
  const pump = createRoomPump(ground, 'dynamodb index lag', async () => {
    const next = store.get<{ at: number }>(
      'SELECT due_at AS at FROM dynamodb_delayed_entry ORDER BY position LIMIT 1',
    );
    if (next === undefined) return 'idle';
    if (next.at > clock.now()) return next;
    await store.write(() => {
      writeDelayed(store, clock.now());
    });
    return 'again';
  });
  const delayed = (isRemoval: 0 | 1) => (row: EntryRow) => {
    store.run(delaySql, ...valuesOf(row), clock.now() + lagMs, isRemoval);
    store.afterCommit(pump.wake);
  };
  const prompt = promptRows(store);
  return {
    prompt,
    /** Of global indexes. */
    lagging: lagMs === 0 ? prompt : { put: delayed(0), remove: delayed(1) },
    /** First of all writes what an earlier run delayed; without a lag now, no entry holds a copy of its whole item. */
    start: (tables: TableStore): void => {
      const delayedEver = "FROM sqlite_sequence WHERE name = 'dynamodb_delayed_entry'";
      if (store.get(`SELECT seq ${delayedEver}`) === undefined) return;
      const settle = (): void => {
        writeDelayed(store, Infinity);
        if (lagMs > 0) return;
        for (const index of tables.all().flatMap(({ indexes }) => indexes)) {
          if (index.projection.ProjectionType !== 'ALL') continue;
          store.run('UPDATE dynamodb_entry SET json = NULL WHERE index_id = ?', index.id);
        }
        store.run(`DELETE ${delayedEver}`);
      };
      store.write(settle).catch((thrown: unknown) => {
        ground.report('dynamodb index lag', thrown);
      });
    },
    stop: pump.stop,
  };
}

function promptRows(store: Store): EntryRows {
  return {
    put: (row) => {
      store.run(putSql, ...valuesOf(row));
    },
    remove: (row) => {
      store.run(removeSql, ...valuesOf(row).slice(0, 5));
    },
  };
}

function writeDelayed(store: Store, dueBy: number): void {
  const due = store.all<{ position: number; isRemoval: number }>(dueSql, dueBy);
  for (const { position, isRemoval } of due) {
    store.run(isRemoval === 1 ? removeDelayedSql : putDelayedSql, position);
    store.run('DELETE FROM dynamodb_delayed_entry WHERE position = ?', position);
  }
}

function valuesOf({ indexId, hash, range, itemHash, itemRange, size, json }: EntryRow) {
  return [indexId, hash, range, itemHash, itemRange, size, json] as const;
}
