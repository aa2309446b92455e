import type { Store } from '../../store/store.ts';
import { storedKey } from '../table/item-key.ts';
import type { Table, TableIndex } from '../table/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { StoredItem } from './stored-item.ts';
import type { ItemRow } from './stored-item.ts';

/** What a sort key has to be, beside `key`. */
export interface Bound {
  readonly comparison: '=' | '<' | '<=' | '>' | '>=';
  readonly key: Uint8Array;
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
  readonly bounds?: readonly Bound[];
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
    const rows = store.all<ItemRow>(sql, ...values, batch);
    let last: StoredItem | undefined;
    for (const row of rows) {
      last = new StoredItem(row);
      yield last;
    }
    if (last === undefined || rows.length < batch) return;
    after = last.item;
  }
}

/** The rows of a read without their limit, and the values of its marks. */
function selectOf(read: RangeRead, after: Item | undefined) {
  const { index, hash, bounds = [], isForward } = read;
  const source = sourceOf(read);
  const conditions = [source.owned];
  const values: (Uint8Array | number)[] = [...source.ids];
  const where = (condition: string, ...bound: readonly Uint8Array[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  if (hash !== undefined) where('r.hash = ?', hash);
  for (const { comparison, key } of bounds) where(`r.range ${comparison} ?`, key);
  const order = ['r.hash', 'r.range', ...(index === undefined ? [] : ['r.item_hash', 'r.item_range'])];
  // Inside one partition the partition key is equal everywhere, and SQLite seeks better without it.
  const columns = hash === undefined ? order : order.slice(1);
  if (after !== undefined) {
    const marks = columns.map(() => '?').join(', ');
    const comparison = `(${columns.join(', ')}) ${isForward ? '>' : '<'} (${marks})`;
    where(comparison, ...positionOf(read, after).slice(-columns.length));
  }
  const sorted = columns.map((column) => `${column} ${isForward ? 'ASC' : 'DESC'}`).join(', ');
  return {
    sql: `${source.select} WHERE ${conditions.join(' AND ')} ORDER BY ${sorted} LIMIT ?`,
    values,
  };
}

/** Where the rows of a read come from, which of them belong to it, and the ids that its marks stand for. */
function sourceOf({ table, index, isWhole }: RangeRead) {
  if (index === undefined) {
    const select = 'SELECT r.json, r.size FROM dynamodb_item r';
    return { select, owned: 'r.table_id = ?', ids: [table.id] };
  }
  if (!isWhole && index.projection.ProjectionType !== 'ALL') {
    return {
      select: 'SELECT r.json, r.size FROM dynamodb_entry r',
      owned: 'r.index_id = ?',
      ids: [index.id],
    };
  }
  const held = isWhole ? 'i.json, i.size' : 'coalesce(r.json, i.json) AS json, r.size';
  const select =
    `SELECT ${held} FROM dynamodb_entry r LEFT JOIN dynamodb_item i ` +
    'ON i.table_id = ? AND i.hash = r.item_hash AND i.range = r.item_range';
  return {
    select,
    owned: 'r.index_id = ? AND coalesce(r.json, i.json) IS NOT NULL',
    ids: [table.id, index.id],
  };
}

function positionOf({ table, index }: RangeRead, after: Item): readonly Uint8Array[] {
  const keys = index === undefined ? [table.key] : [index.key, table.key];
  return keys.map((key) => storedKey(key, after)).flatMap(({ hash, range }) => [hash, range]);
}
