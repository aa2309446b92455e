import type { Store } from '../../store/store.ts';
import type { TableIndex } from '../table/table.ts';

/** One entry of an index: its place, and the item that it stands for. */
export interface EntryRow {
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
  put(index: Pick<TableIndex, 'id'>, row: EntryRow): void;
  /** Takes away the entry at the row's place. */
  remove(index: Pick<TableIndex, 'id'>, row: EntryRow): void;
}

/** Writes entries at once, in the open transaction. */
export function createEntryRows(store: Store): EntryRows {
  return {
    put: ({ id }, row) => {
      store.run(
        'INSERT OR REPLACE INTO dynamodb_entry ' +
          '(index_id, hash, range, item_hash, item_range, item_id, size, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        id,
        row.hash,
        row.range,
        row.itemHash,
        row.itemRange,
        row.itemId,
        row.size,
        row.json,
      );
    },
    remove: ({ id }, row) => {
      store.run(
        'DELETE FROM dynamodb_entry WHERE index_id = ? AND hash = ? AND range = ? AND item_hash = ? AND item_range = ?',
        id,
        row.hash,
        row.range,
        row.itemHash,
        row.itemRange,
      );
    },
  };
}
