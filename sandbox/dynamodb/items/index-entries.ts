import { storedKey } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { TableStore } from '../table/table-store.ts';
import { isIndexed, projectedNames } from '../table/table.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { itemSize } from '../values/size.ts';
import type { EntryRow, EntryRows } from './entry-rows.ts';

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

const bytesPerWriteUnit = 1_024;

/** Where entries go: those of global indexes may lag behind. */
export interface EntryTargets {
  readonly tables: TableStore;
  readonly local: EntryRows;
  readonly global: EntryRows;
}

/** Keeps every index equal to its table, inside the transaction of the change. */
export function createIndexEntries({ tables, local, global }: EntryTargets) {
  return {
    /** Moves the item's entries; gives the indexes that had to change. */
    update: ({ table, key, before, after }: IndexChange): readonly IndexUnits[] => {
      const changed: IndexUnits[] = [];
      for (const index of table.indexes) {
        const rows = index.scope === 'GLOBAL' ? global : local;
        const old = entryOf({ table, index, key }, before);
        const fresh = entryOf({ table, index, key }, after);
        if (isUnchanged(index, old, fresh)) continue;
        const stays = old !== undefined && fresh !== undefined && isSamePlace(old, fresh);
        if (old !== undefined && !stays) rows.remove(index, old);
        if (fresh !== undefined && !(stays && isSameRow(old, fresh))) rows.put(index, fresh);
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

interface EntryOwner {
  readonly table: Table;
  readonly index: TableIndex;
  readonly key: StoredKey;
}

function entryOf({ table, index, key }: EntryOwner, indexed: IndexedItem | undefined): EntryRow | undefined {
  if (indexed === undefined || !isIndexed(index, indexed.item)) return undefined;
  const { id: itemId, item } = indexed;
  const place = { ...storedKey(index.key, item), itemHash: key.hash, itemRange: key.range, itemId };
  if (index.projection.type === 'ALL') return { ...place, json: null, size: indexed.size };
  const projected = pick(item, projectedNames(table, index));
  return { ...place, json: JSON.stringify(projected), size: itemSize(projected) };
}

function isUnchanged(index: TableIndex, old: EntryRow | undefined, fresh: EntryRow | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  // An index of all attributes changes with every attribute, even though only its size is written.
  return index.projection.type !== 'ALL' && isSamePlace(old, fresh) && old.json === fresh.json;
}

function isSamePlace(one: EntryRow, other: EntryRow): boolean {
  return Buffer.compare(one.hash, other.hash) === 0 && Buffer.compare(one.range, other.range) === 0;
}

function isSameRow(one: EntryRow, other: EntryRow): boolean {
  return one.itemId === other.itemId && one.size === other.size && one.json === other.json;
}

function count(entry: EntryRow | undefined): number {
  return entry === undefined ? 0 : 1;
}
