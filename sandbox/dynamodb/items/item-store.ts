import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import type { StreamLog } from '../streams/stream-log.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { TableStore } from '../table/table-store.ts';
import type { Table } from '../table/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { sameItem } from '../values/compare.ts';
import { itemSize } from '../values/size.ts';
import type { IndexEntries, IndexUnits } from './index-entries.ts';
import { StoredItem } from './stored-item.ts';
import { expiryOf } from './time-to-live.ts';

/** A change of one item: `after` is undefined for a deletion. */
export interface ItemChange {
  readonly table: Table;
  readonly key: StoredKey;
  readonly before: StoredItem | undefined;
  readonly after: Item | undefined;
  /** The service that changes the item by itself: TTL. */
  readonly servicePrincipal?: string;
}

/** What a change came to. */
export interface ItemChanged {
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  readonly indexes: readonly IndexUnits[];
}

/** The items of all tables. */
export interface ItemStore {
  find(table: Table, key: StoredKey): StoredItem | undefined;
  /** Writes the item, its index entries, the counts and the stream record, all in the open transaction. */
  change(change: ItemChange): ItemChanged;
}

/** What the item store writes to besides its own rows. */
export interface ItemStoreDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly tables: TableStore;
  readonly streams: StreamLog;
  readonly entries: IndexEntries;
}

/** Opens the items; `createTableStore` has made the tables. */
export function createItemStore({
  store,
  clock,
  tables,
  streams,
  entries,
}: ItemStoreDependencies): ItemStore {
  const write = ({ table, key, before, after }: ItemChange, json: string): StoredItem | undefined => {
    if (after === undefined) {
      if (before !== undefined) store.run('DELETE FROM dynamodb_item WHERE id = ?', before.id);
      return undefined;
    }
    const size = itemSize(after);
    const expiry = expiryOf(table, after, clock.now());
    if (before !== undefined) {
      store.run(
        'UPDATE dynamodb_item SET json = ?, size = ?, expires_at = ? WHERE id = ?',
        json,
        size,
        expiry,
        before.id,
      );
      return new StoredItem({ id: before.id, json, size }, after);
    }
    const { lastId: id } = store.run(
      'INSERT INTO dynamodb_item (table_id, hash, range, json, size, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      table.id,
      key.hash,
      key.range,
      json,
      size,
      expiry,
    );
    return new StoredItem({ id, json, size }, after);
  };

  return {
    find: (table, { hash, range }) => {
      const row = store.get<{ id: number; json: string; size: number }>(
        'SELECT id, json, size FROM dynamodb_item WHERE table_id = ? AND hash = ? AND range = ?',
        table.id,
        hash,
        range,
      );
      return row === undefined ? undefined : new StoredItem(row);
    },
    change: (change) => {
      const { table, key, before } = change;
      const json = change.after === undefined ? '' : JSON.stringify(change.after);
      if (isUnchanged(change, json)) return { before, after: before, indexes: [] };
      const after = write(change, json);
      tables.resize(table.id, count(after) - count(before), (after?.size ?? 0) - (before?.size ?? 0));
      const indexes = table.indexes.length === 0 ? [] : entries.update({ table, key, before, after });
      if (table.stream !== undefined) {
        streams.append({ table, stream: table.stream, before, after, ...principalOf(change) });
      }
      return { before, after, indexes };
    },
  };
}

/** A write that changes nothing is no change: DynamoDB writes no stream record for it either. */
function isUnchanged({ before, after }: ItemChange, json: string): boolean {
  if (before === undefined || after === undefined) return before === after;
  // Texts of other lengths cannot be the same attributes in another order.
  if (before.json.length !== json.length) return false;
  return before.json === json || sameItem(before.item, after);
}

function count(item: StoredItem | undefined): number {
  return item === undefined ? 0 : 1;
}

function principalOf({ servicePrincipal }: ItemChange): { readonly servicePrincipal?: string } {
  return servicePrincipal === undefined ? {} : { servicePrincipal };
}
