import { invalidParameter, validation } from '../errors.ts';
import type { ReadRequest } from '../request/read-request.ts';
import { storedKey } from '../table/item-key.ts';
import { keyAttributes, positionNames, projectedNames } from '../table/table.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { member, typeOf } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import type { PageRequest } from './page.ts';

const startKeyInvalid = 'The provided starting key is invalid';

/** The index that a read goes through, or undefined for the table. Throws where the table has no such index. */
export function indexOfRead(table: Table, { indexName, isConsistent }: ReadRequest): TableIndex | undefined {
  if (indexName === undefined) return undefined;
  const index = table.indexes.find(({ name }) => name === indexName);
  if (index === undefined) {
    throw validation(`The table does not have the specified index: ${indexName}`);
  }
  if (index.scope === 'GLOBAL' && isConsistent) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

/**
 * Whether the read needs attributes that the index does not hold; a local index fetches them from the table.
 * @throws AwsError for a global index, which cannot
 */
export function needsWholeItems(table: Table, index: TableIndex | undefined, request: ReadRequest): boolean {
  if (index === undefined || index.projection.type === 'ALL') return false;
  const held = projectedNames(table, index);
  const missing = (request.projection?.paths ?? [])
    .map(([head]) => String(head))
    .filter((name) => !held.has(name));
  if (index.scope === 'LOCAL') return request.select === 'ALL_ATTRIBUTES' || missing.length > 0;
  if (request.select === 'ALL_ATTRIBUTES') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} ` +
        'because its projection type is not ALL',
    );
  }
  if (missing.length > 0) {
    throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
  }
  return false;
}

/** Refuses a start key that is not a position of the table or the index. */
export function checkStartKey(table: Table, index: TableIndex | undefined, startKey: Item | undefined): void {
  if (startKey === undefined) return;
  const names = positionNames(table, index);
  if (Object.keys(startKey).length !== names.length) throw validation(startKeyInvalid);
  for (const { name, type } of [
    ...keyAttributes(table.key),
    ...(index === undefined ? [] : keyAttributes(index.key)),
  ]) {
    const value = member(startKey, name);
    if (value === undefined) throw validation(startKeyInvalid);
    if (typeOf(value) !== type) {
      throw validation(`${startKeyInvalid}: The provided key element does not match the schema`);
    }
  }
}

/** What a page of this read takes. */
export function pageRequestOf(
  table: Table,
  index: TableIndex | undefined,
  request: ReadRequest,
): PageRequest {
  return {
    limit: request.limit,
    filter: request.filter,
    projection: request.projection,
    isCountOnly: request.select === 'COUNT',
    positionNames: positionNames(table, index),
  };
}

const defaultBatch = 64;

/** Rows to fetch at first: what the limit asks for, where it is small. */
export function firstBatch({ limit }: ReadRequest): number {
  return Math.min(limit ?? defaultBatch, 256);
}

/** Which of `total` parts of a parallel scan an item belongs to, by its partition key. */
export function segmentOf(schema: Table['key'], item: Item, total: number): number {
  let hash = 2_166_136_261;
  // FNV-1a: spreads keys evenly and is stable.
  for (const byte of storedKey(schema, item).hash) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash % total;
}
