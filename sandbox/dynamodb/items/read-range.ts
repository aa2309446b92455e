import type { Store } from '../../store/store.ts';
import { storedKey } from '../table/item-key.ts';
import type { StoredKey } from '../table/item-key.ts';
import type { Table, TableIndex } from '../table/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { StoredItem } from './stored-item.ts';

/** One end of a range of sort keys. */
export interface Bound {
  readonly key: Uint8Array;
  readonly isIncluded: boolean;
}

/** What is read, in key order. */
export interface RangeRead {
  readonly table: Table;
  /** Read through this index; its entries are sorted by index key, then by table key. */
  readonly index?: TableIndex | undefined;
  /** Give the whole items, also where the index holds parts of them. */
  readonly isWhole: boolean;
  /** One partition; without it all of them. */
  readonly hash?: Uint8Array | undefined;
  readonly low?: Bound | undefined;
  readonly high?: Bound | undefined;
  readonly isForward: boolean;
  /** Begin after this item, which need not exist any more. */
  readonly after?: Item | undefined;
  /** How many rows are wanted at first; more are fetched as they are needed. */
  readonly firstBatch: number;
}

const largestBatch = 512;

/** Reads items in key order, a batch of rows at a time. */
export function* readRange(store: Store, read: RangeRead): Generator<StoredItem, void, undefined> {
  let after = read.after;
  for (let batch = read.firstBatch; ; batch = Math.min(largestBatch, batch * 2)) {
    const { sql, values } = selectOf(read, after);
    const rows = store.all<{ id: number; json: string; size: number }>(sql, ...values, batch);
    let last: StoredItem | undefined;
    for (const row of rows) {
      last = new StoredItem(row);
      yield last;
    }
    if (last === undefined || rows.length < batch) return;
    after = last.item;
  }
}

type SqlValue = Uint8Array | number;

interface Select {
  readonly sql: string;
  /** All but the limit. */
  readonly values: readonly SqlValue[];
}

function selectOf(read: RangeRead, after: Item | undefined): Select {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const where = (condition: string, ...bound: readonly SqlValue[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  const { source, owner, order } = sourceOf(read);
  where(`${owner} = ?`, read.index?.id ?? read.table.id);
  if (read.hash !== undefined) where('r.hash = ?', read.hash);
  if (read.low !== undefined) where(`r.range ${read.low.isIncluded ? '>=' : '>'} ?`, read.low.key);
  if (read.high !== undefined) where(`r.range ${read.high.isIncluded ? '<=' : '<'} ?`, read.high.key);
  // Inside one partition the partition key is equal everywhere, and SQLite seeks better without it.
  const columns = read.hash === undefined ? order : order.slice(1);
  if (after !== undefined) {
    const position = positionOf(read, after);
    const marks = columns.map(() => '?').join(', ');
    where(
      `(${columns.join(', ')}) ${read.isForward ? '>' : '<'} (${marks})`,
      ...position.slice(-columns.length),
    );
  }
  const direction = read.isForward ? 'ASC' : 'DESC';
  const sorted = columns.map((column) => `${column} ${direction}`).join(', ');
  return { sql: `${source} WHERE ${conditions.join(' AND ')} ORDER BY ${sorted} LIMIT ?`, values };
}

interface Source {
  readonly source: string;
  readonly owner: string;
  readonly order: readonly string[];
}

function sourceOf({ index, isWhole }: RangeRead): Source {
  if (index === undefined) {
    return {
      source: 'SELECT r.id, r.json, r.size FROM dynamodb_item r',
      owner: 'r.table_id',
      order: ['r.hash', 'r.range'],
    };
  }
  const source =
    isWhole || index.projection.type === 'ALL'
      ? // The id alone is not enough: an entry that lags may name an item whose id was given out again.
        'SELECT i.id, i.json, i.size FROM dynamodb_entry r CROSS JOIN dynamodb_item i ON i.id = r.item_id AND i.hash = r.item_hash'
      : 'SELECT r.item_id AS id, r.json, r.size FROM dynamodb_entry r';
  return { source, owner: 'r.index_id', order: ['r.hash', 'r.range', 'r.item_hash', 'r.item_range'] };
}

function positionOf({ table, index }: RangeRead, after: Item): readonly Uint8Array[] {
  const place = bytesOf(storedKey((index ?? table).key, after));
  return index === undefined ? place : [...place, ...bytesOf(storedKey(table.key, after))];
}

function bytesOf({ hash, range }: StoredKey): readonly Uint8Array[] {
  return [hash, range];
}
