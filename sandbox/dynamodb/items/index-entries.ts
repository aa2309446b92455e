import type { Store } from '../../store/store.ts';
import { storedKey } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { TableStore } from '../table/table-store.ts';
import { isIndexed, projectedNames } from '../table/table.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/size.ts';

/** An item with what the indexes need to know of it. */
export interface IndexedItem {
  readonly id: number;
  readonly item: Item;
  readonly size: number;
}

/** One change of an item, seen by its indexes. */
export interface IndexChange {
  readonly table: Table;
  readonly key: StoredKey;
  readonly before: IndexedItem | undefined;
  readonly after: IndexedItem | undefined;
}

/** Write units that an index took. */
export interface IndexUnits {
  readonly index: TableIndex;
  readonly units: number;
}

interface Entry extends StoredKey {
  readonly id: number;
  /** The projected attributes; undefined where the index holds all, which are read from the item. */
  readonly json: string | undefined;
  readonly size: number;
}

const bytesPerWriteUnit = 1_024;

/** Keeps every index equal to its table, inside the transaction of the change. */
export function createIndexEntries(store: Store, tables: TableStore) {
  const remove = (index: TableIndex, key: StoredKey, entry: Entry): void => {
    store.run(
      'DELETE FROM dynamodb_entry WHERE index_id = ? AND hash = ? AND range = ? AND item_hash = ? AND item_range = ?',
      index.id,
      entry.hash,
      entry.range,
      key.hash,
      key.range,
    );
  };
  const put = (index: TableIndex, key: StoredKey, entry: Entry): void => {
    store.run(
      'INSERT OR REPLACE INTO dynamodb_entry (index_id, hash, range, item_hash, item_range, item_id, size, json) ' +
        'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      index.id,
      entry.hash,
      entry.range,
      key.hash,
      key.range,
      entry.id,
      entry.size,
      entry.json ?? null,
    );
  };

  return {
    /** Moves the item's entries; gives the indexes that had to change. */
    update: ({ table, key, before, after }: IndexChange): readonly IndexUnits[] => {
      const changed: IndexUnits[] = [];
      for (const index of table.indexes) {
        const old = entryOf(table, index, before);
        const fresh = entryOf(table, index, after);
        if (isUnchanged(index, old, fresh)) continue;
        const stays = old !== undefined && fresh !== undefined && isSamePlace(old, fresh);
        if (old !== undefined && !stays) remove(index, key, old);
        if (fresh !== undefined && !(stays && isSameRow(old, fresh))) put(index, key, fresh);
        tables.resize(index.id, count(fresh) - count(old), (fresh?.size ?? 0) - (old?.size ?? 0));
        const units = stays
          ? unitsOf(Math.max(old.size, fresh.size))
          : unitsOf(old?.size) + unitsOf(fresh?.size);
        changed.push({ index, units });
      }
      return changed;
    },
  };
}

/** See `createIndexEntries`. */
export type IndexEntries = ReturnType<typeof createIndexEntries>;

/** Write units of an item of `size` bytes. */
export function unitsOf(size: number | undefined): number {
  return size === undefined ? 0 : Math.max(1, Math.ceil(size / bytesPerWriteUnit));
}

function entryOf(table: Table, index: TableIndex, indexed: IndexedItem | undefined): Entry | undefined {
  if (indexed === undefined || !isIndexed(index, indexed.item)) return undefined;
  const place = storedKey(index.key, indexed.item);
  if (index.projection.type === 'ALL')
    return { ...place, id: indexed.id, json: undefined, size: indexed.size };
  const projected = pick(indexed.item, projectedNames(table, index));
  return { ...place, id: indexed.id, json: JSON.stringify(projected), size: itemSize(projected) };
}

function isUnchanged(index: TableIndex, old: Entry | undefined, fresh: Entry | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  // An index of all attributes changes with every attribute, even though only its size is written.
  return index.projection.type !== 'ALL' && isSamePlace(old, fresh) && old.json === fresh.json;
}

function isSamePlace(one: Entry, other: Entry): boolean {
  return Buffer.compare(one.hash, other.hash) === 0 && Buffer.compare(one.range, other.range) === 0;
}

function isSameRow(one: Entry, other: Entry): boolean {
  return one.id === other.id && one.size === other.size && one.json === other.json;
}

function count(entry: Entry | undefined): number {
  return entry === undefined ? 0 : 1;
}
