import { createPump } from '../../kernel/pump.ts';
import type { Pump } from '../../kernel/pump.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { Store } from '../../store/store.ts';

/** One entry of an index: its place, and the item that it stands for. */
export interface EntryRow {
  readonly indexId: number;
  readonly hash: Uint8Array;
  readonly range: Uint8Array;
  readonly itemHash: Uint8Array;
  readonly itemRange: Uint8Array;
  readonly itemId: number;
  /** Bytes that the entry counts for. */
  readonly size: number;
  /** The projected attributes; null where the index holds all, which are read from the item. */
  readonly json: string | null;
}

/** Where the entries of indexes are written. */
export interface EntryRows {
  put(row: EntryRow): void;
  /** Takes away the entry at the row's place. */
  remove(row: EntryRow): void;
}

/** Entries that are written some time after their items, as global indexes are on AWS. */
export interface LaggingRows extends EntryRows {
  /** Writes what is due; woken by every change. */
  readonly pump: Pump;
}

const place = 'index_id, hash, range, item_hash, item_range';
const columns = `${place}, item_id, size, json`;
const batchSize = 500;

const columnTypes = `
    index_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    range BLOB NOT NULL,
    item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL,
    item_id INTEGER NOT NULL,
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

/** Writes entries at once, in the open transaction. */
export function createEntryRows(store: Store): EntryRows {
  store.define(ddl);
  return {
    put: (row) => {
      store.run(
        `INSERT OR REPLACE INTO dynamodb_entry (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...valuesOf(row),
      );
    },
    remove: (row) => {
      store.run(
        `DELETE FROM dynamodb_entry WHERE (${place}) = (?, ?, ?, ?, ?)`,
        ...valuesOf(row).slice(0, 5),
      );
    },
  };
}

/** Delays what is written by `lagMs`, in order. Without a lag it only writes what an earlier run delayed. */
export function createLaggingRows(ground: Ground, rows: EntryRows, lagMs: number): LaggingRows {
  const { store, clock } = ground;
  const pump = createPump({
    clock,
    onFault: (thrown) => {
      ground.report('dynamodb index lag', thrown);
    },
    turn: async () => {
      const next = store.get<{ at: number }>(
        'SELECT due_at AS at FROM dynamodb_delayed_entry ORDER BY position LIMIT 1',
      );
      if (next === undefined) return 'idle';
      if (next.at > clock.now()) return next;
      await store.write(() => {
        writeDue(store, clock.now());
      });
      return 'again';
    },
  });
  const delay = (isRemoval: 0 | 1, row: EntryRow): void => {
    store.run(
      `INSERT INTO dynamodb_delayed_entry (due_at, is_removal, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      clock.now() + lagMs,
      isRemoval,
      ...valuesOf(row),
    );
    store.afterCommit(pump.wake);
  };
  if (lagMs === 0) return { ...rows, pump };
  return {
    pump,
    put: (row) => {
      delay(0, row);
    },
    remove: (row) => {
      delay(1, row);
    },
  };
}

function writeDue(store: Store, now: number): void {
  const due = store.all<{ position: number; isRemoval: number }>(
    'SELECT position, is_removal AS isRemoval FROM dynamodb_delayed_entry WHERE due_at <= ? ORDER BY position LIMIT ?',
    now,
    batchSize,
  );
  for (const { position, isRemoval } of due) {
    store.run(
      isRemoval === 1
        ? `DELETE FROM dynamodb_entry WHERE (${place}) = (SELECT ${place} FROM dynamodb_delayed_entry WHERE position = ?)`
        : `INSERT OR REPLACE INTO dynamodb_entry (${columns}) SELECT ${columns} FROM dynamodb_delayed_entry WHERE position = ?`,
      position,
    );
    store.run('DELETE FROM dynamodb_delayed_entry WHERE position = ?', position);
  }
}

function valuesOf(row: EntryRow) {
  const { indexId, hash, range, itemHash, itemRange, itemId, size, json } = row;
  return [indexId, hash, range, itemHash, itemRange, itemId, size, json] as const;
}
