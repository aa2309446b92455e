import { storedKey } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { TableStore } from '../table/table-store.ts';
import { isIndexed, projectedNames } from '../table/table.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import { itemSize, writeUnits } from '../values/size.ts';
import type { EntryRow, EntryTables } from './entry-rows.ts';
import type { StoredChange, StoredItem } from './stored-item.ts';

/** Write units that an index took. */
export interface IndexUnits {
  readonly index: TableIndex;
  readonly units: number;
}

/** Keeps every index equal to its table, inside the transaction of the change. */
export function createIndexEntries(tables: TableStore, { prompt, lagging }: EntryTables) {
  return {
    /** Moves the item's entries; gives the indexes that had to change. */
    update: ({ table, key, before, after }: StoredChange): readonly IndexUnits[] => {
      const changed: IndexUnits[] = [];
      for (const index of table.indexes) {
        const rows = index.scope === 'GLOBAL' ? lagging : prompt;
        const indexed = { table, index, key, isCopied: rows !== prompt };
        const old = before && entryOf(indexed, before);
        const fresh = after && entryOf(indexed, after);
        if (isUnchanged(index, old, fresh)) continue;
        const stays = old !== undefined && fresh !== undefined && isSamePlace(old, fresh);
        if (old !== undefined && !stays) rows.remove(old);
        if (fresh !== undefined && !(stays && isSameRow(old, fresh))) rows.put(fresh);
        tables.resize(index.id, old, fresh);
        const units = stays
          ? writeUnits(Math.max(old.size, fresh.size))
          : writeUnits(old?.size) + writeUnits(fresh?.size);
        changed.push({ index, units });
      }
      return changed;
    },
    /** Takes an item into a new index, which never lags. */
    takeIn: (table: Table, index: TableIndex, stored: StoredItem): void => {
      const key = storedKey(table.key, stored.item);
      const entry = entryOf({ table, index, key, isCopied: false }, stored);
      if (entry === undefined) return;
      prompt.put(entry);
      tables.resize(index.id, undefined, entry);
    },
  };
}

/** See `createIndexEntries`. */
export type IndexEntries = ReturnType<typeof createIndexEntries>;

interface Indexed {
  readonly table: Table;
  readonly index: TableIndex;
  readonly key: StoredKey;
  /** Entries that lag hold what the item was, even all of it. */
  readonly isCopied: boolean;
}

function entryOf({ table, index, key, isCopied }: Indexed, stored: StoredItem): EntryRow | undefined {
  const { item } = stored;
  if (!isIndexed(index, item)) return undefined;
  const place = {
    indexId: index.id,
    ...storedKey(index.key, item),
    itemHash: key.hash,
    itemRange: key.range,
  };
  if (index.projection.ProjectionType === 'ALL') {
    return { ...place, json: isCopied ? stored.json : null, size: stored.size };
  }
  const projected = pick(item, projectedNames(table, index));
  return { ...place, json: JSON.stringify(projected), size: itemSize(projected) };
}

function isUnchanged(index: TableIndex, old: EntryRow | undefined, fresh: EntryRow | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  // An index of all attributes changes with every attribute, even though only its size is written.
  return index.projection.ProjectionType !== 'ALL' && isSamePlace(old, fresh) && old.json === fresh.json;
}

function isSamePlace(one: EntryRow, other: EntryRow): boolean {
  return Buffer.compare(one.hash, other.hash) === 0 && Buffer.compare(one.range, other.range) === 0;
}

function isSameRow(one: EntryRow, other: EntryRow): boolean {
  return one.size === other.size && one.json === other.json;
}
