import { createPump } from '../../kernel/pump.ts';
import type { Pump } from '../../kernel/pump.ts';
import type { Ground } from '../../kernel/ground.ts';
import type { Store } from '../../store/store.ts';
import type { EntryRow, EntryRows } from './entry-rows.ts';

/** Entries that are written some time after their items, as global indexes are on AWS. */
export interface LaggingRows extends EntryRows {
  /** Writes what is due; woken by every change. */
  readonly pump: Pump;
}

interface DelayedRow extends EntryRow {
  readonly position: number;
  readonly indexId: number;
  readonly isRemoval: number;
}

const batchSize = 500;

const ddl = `
  CREATE TABLE IF NOT EXISTS dynamodb_delayed_entry (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    due_at INTEGER NOT NULL,
    is_removal INTEGER NOT NULL,
    index_id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    range BLOB NOT NULL,
    item_hash BLOB NOT NULL,
    item_range BLOB NOT NULL,
    item_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    json TEXT
  );
`;

/** Delays what is written to `rows` by `lagMs`, in order. Without a lag it only writes what an earlier run delayed. */
export function createLaggingRows(ground: Ground, rows: EntryRows, lagMs: number): LaggingRows {
  const { store, clock } = ground;
  store.define(ddl);
  const pump = createPump({
    clock,
    onFault: (thrown) => {
      ground.report('dynamodb index lag', thrown);
    },
    turn: async () => {
      const due = nextDue(store);
      if (due === undefined) return 'idle';
      if (due > clock.now()) return { at: due };
      await store.write(() => {
        writeDue(store, rows, clock.now());
      });
      return 'again';
    },
  });
  const delay = (isRemoval: 0 | 1, indexId: number, row: EntryRow): void => {
    store.run(
      'INSERT INTO dynamodb_delayed_entry ' +
        '(due_at, is_removal, index_id, hash, range, item_hash, item_range, item_id, size, json) ' +
        'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      clock.now() + lagMs,
      isRemoval,
      indexId,
      row.hash,
      row.range,
      row.itemHash,
      row.itemRange,
      row.itemId,
      row.size,
      row.json,
    );
    store.afterCommit(pump.wake);
  };
  if (lagMs === 0) return { ...rows, pump };
  return {
    pump,
    put: ({ id }, row) => {
      delay(0, id, row);
    },
    remove: ({ id }, row) => {
      delay(1, id, row);
    },
  };
}

function nextDue(store: Store): number | undefined {
  return store.get<{ at: number }>(
    'SELECT due_at AS at FROM dynamodb_delayed_entry ORDER BY position LIMIT 1',
  )?.at;
}

function writeDue(store: Store, rows: EntryRows, now: number): void {
  const due = store.all<DelayedRow>(
    'SELECT position, is_removal AS isRemoval, index_id AS indexId, hash, range, item_hash AS itemHash, ' +
      'item_range AS itemRange, item_id AS itemId, size, json FROM dynamodb_delayed_entry ' +
      'WHERE due_at <= ? ORDER BY position LIMIT ?',
    now,
    batchSize,
  );
  for (const row of due) rows[row.isRemoval === 1 ? 'remove' : 'put']({ id: row.indexId }, row);
  const last = due.at(-1);
  if (last !== undefined) store.run('DELETE FROM dynamodb_delayed_entry WHERE position <= ?', last.position);
}
