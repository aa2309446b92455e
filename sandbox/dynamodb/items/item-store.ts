import type { Ground } from '../../kernel/ground.ts';
import type { StreamLog } from '../streams/stream-log.ts';
import { storedKey } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { TableStore } from '../table/table-store.ts';
import type { Table } from '../table/table.ts';
import { member } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { sameItem } from '../values/compare.ts';
import { itemSize } from '../values/size.ts';
import type { IndexEntries, IndexUnits } from './index-entries.ts';
import { StoredItem } from './stored-item.ts';
import type { ItemRow, StoredChange } from './stored-item.ts';

/** A change of one item that is to be made. */
export interface ItemChange extends Omit<StoredChange, 'after'> {
  readonly after: Item | undefined;
}

/** What a change came to: the change as it is stored, and what its indexes took. */
export interface ItemChanged extends StoredChange {
  readonly indexes: readonly IndexUnits[];
}

/** What else changes with an item. */
interface Followers {
  readonly tables: TableStore;
  readonly streams: StreamLog;
  readonly entries: IndexEntries;
}

const ddl = `
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
`;
const ofKey = 'WHERE table_id = ? AND hash = ? AND range = ?';
const findSql = `SELECT json, size FROM dynamodb_item ${ofKey}`;
const batchSql = 'SELECT id, json, size FROM dynamodb_item WHERE table_id = ? AND id > ? ORDER BY id LIMIT ?';
const deleteSql = `DELETE FROM dynamodb_item ${ofKey}`;
const putSql =
  'INSERT INTO dynamodb_item (table_id, hash, range, json, size, expires_at) VALUES (?, ?, ?, ?, ?, ?) ' +
  'ON CONFLICT DO UPDATE SET json = excluded.json, size = excluded.size, expires_at = excluded.expires_at';
const expireSql = `UPDATE dynamodb_item SET expires_at = ? ${ofKey}`;

const batchSize = 200;
/** TTL leaves items alone that expired longer ago than this: five years, as AWS does. */
const longestPastSeconds = 5 * 366 * 24 * 3_600;

/** Opens the items of all tables in the store. */
export function createItemStore({ store, clock }: Ground, { tables, streams, entries }: Followers) {
  store.define(ddl);

  return {
    find: (table: Table, { hash, range }: StoredKey): StoredItem | undefined => {
      const row = store.get<ItemRow>(findSql, table.id, hash, range);
      return row === undefined ? undefined : new StoredItem(row);
    },

    /** Every item of a table, a batch at a time; items that change meanwhile are given as they are then. */
    *all(table: Table): Generator<StoredItem, void, undefined> {
      for (let after = 0; ;) {
        const rows = store.all<ItemRow & { readonly id: number }>(batchSql, table.id, after, batchSize);
        for (const row of rows) yield new StoredItem(row);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.id;
      }
    },

    /** Notes anew when TTL deletes an item of the table. */
    expire: (table: Table, { item }: StoredItem): void => {
      const { hash, range } = storedKey(table.key, item);
      store.run(expireSql, expiryOf(table, item, clock.now()), table.id, hash, range);
    },

    /** Writes the item, its index entries, the counts and the stream record, all in the open transaction. */
    change: (change: ItemChange): ItemChanged => {
      const { table, before } = change;
      const json = change.after === undefined ? '' : JSON.stringify(change.after);
      if (isUnchanged(change, json)) return { ...change, after: before, indexes: [] };
      const stored = { ...change, after: write({ store, clock }, change, json) };
      tables.resize(table.id, before, stored.after);
      streams.append(stored);
      return { ...stored, indexes: entries.update(stored) };
    },
  };
}

/**
 * When TTL deletes the item, in epoch seconds, or null for never.
 * @param now epoch ms
 */
function expiryOf({ ttlAttribute }: Table, item: Item, now: number): number | null {
  const value = ttlAttribute === undefined ? undefined : member(item, ttlAttribute);
  if (value === undefined || !('N' in value)) return null;
  const seconds = Math.floor(Number(value.N));
  const isUsable = Number.isSafeInteger(seconds) && seconds > now / 1_000 - longestPastSeconds;
  return isUsable ? seconds : null;
}

function write(
  { store, clock }: Pick<Ground, 'store' | 'clock'>,
  { table, key: { hash, range }, after }: ItemChange,
  json: string,
): StoredItem | undefined {
  if (after === undefined) {
    store.run(deleteSql, table.id, hash, range);
    return undefined;
  }
  const size = itemSize(after);
  store.run(putSql, table.id, hash, range, json, size, expiryOf(table, after, clock.now()));
  return new StoredItem({ json, size }, after);
}

/** A write that changes nothing is no change: DynamoDB writes no stream record for it either. */
function isUnchanged({ before, after }: ItemChange, json: string): boolean {
  if (before === undefined || after === undefined) return before === after;
  // Texts of other lengths cannot be the same attributes in another order.
  if (before.json.length !== json.length) return false;
  return before.json === json || sameItem(before.item, after);
}
