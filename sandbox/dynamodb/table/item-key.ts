import { invalidParameter, validation } from '../errors.ts';
import { member, typeOf } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { keyBytes } from '../values/key-bytes.ts';
import { keyAttributes } from './table.ts';
import type { KeyAttribute, KeySchema, Table, TableIndex } from './table.ts';

/** A key as the store compares it, byte by byte. */
export interface StoredKey {
  readonly hash: Uint8Array;
  /** Empty where the schema has no sort key. */
  readonly range: Uint8Array;
}

/** An item that a request touches. */
export interface Touched {
  readonly table: Table;
  readonly key: StoredKey;
}

/** Bytes; AWS's own limits. */
const longestHash = 2_048;
const longestRange = 1_024;

/** The key of an item that was checked before. */
export function storedKey(schema: KeySchema, item: Item): StoredKey {
  return { hash: bytesOf(schema.hash, item), range: bytesOf(schema.range, item) };
}

/** The key of an item that is to be put. Throws where a key attribute is missing or wrong. */
export function keyOfItem(table: Table, item: Item): StoredKey {
  for (const { name, type } of keyAttributes(table.key)) {
    const value = member(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
  }
  return checkedKey(table, item);
}

/** The key that a request names. Throws where it is not exactly the table's key. */
export function keyOfRequest(table: Table, key: Item): StoredKey {
  const attributes = keyAttributes(table.key);
  const isKey = attributes.every(({ name, type }) => {
    const value = member(key, name);
    return value !== undefined && typeOf(value) === type;
  });
  if (!isKey || Object.keys(key).length !== attributes.length) {
    throw validation('The provided key element does not match the schema');
  }
  return checkedKey(table, key);
}

/** Refuses an item whose value cannot be a key of an index. */
export function checkIndexKeys(indexes: readonly TableIndex[], item: Item): void {
  for (const index of indexes) {
    for (const { name, type } of keyAttributes(index.key)) {
      const value = member(item, name);
      if (value !== undefined && typeOf(value) !== type) {
        throw invalidParameter(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      }
    }
    refuseEmpty(index, item);
  }
}

/** Refuses empty values of the key attributes of a table or an index. */
export function refuseEmpty(owner: Table | TableIndex, item: Item): void {
  for (const { name } of keyAttributes(owner.key)) {
    const value = member(item, name);
    const [type, content] = Object.entries(value ?? {})[0] ?? [];
    if (content !== '') continue;
    const kind = type === 'B' ? 'binary' : 'string';
    const empty = `The AttributeValue for a key attribute cannot contain an empty ${kind} value.`;
    throw validation(
      'One or more parameter values are not valid. ' +
        ('scope' in owner
          ? `A value specified for a secondary index key is not supported. ${empty} IndexName: ${owner.name}, IndexKey: ${name}`
          : `${empty} Key: ${name}`),
    );
  }
}

/** Whether a request names one item twice. */
export function hasRepeats(touched: readonly Touched[]): boolean {
  const places = touched.map(({ table, key }) =>
    [String(table.id), ...[key.hash, key.range].map((bytes) => Buffer.from(bytes).toString('hex'))].join(' '),
  );
  return new Set(places).size < places.length;
}

function bytesOf(attribute: KeyAttribute | undefined, item: Item): Uint8Array {
  const value = attribute === undefined ? undefined : member(item, attribute.name);
  return value === undefined ? Buffer.alloc(0) : keyBytes(value);
}

function checkedKey(table: Table, item: Item): StoredKey {
  refuseEmpty(table, item);
  const stored = storedKey(table.key, item);
  if (stored.hash.length > longestHash) {
    throw invalidParameter(
      `Size of hashkey has exceeded the maximum size limit of${String(longestHash)} bytes`,
    );
  }
  if (stored.range.length > longestRange) {
    throw invalidParameter(
      `Aggregated size of all range keys has exceeded the size limit of ${String(longestRange)} bytes`,
    );
  }
  return stored;
}
