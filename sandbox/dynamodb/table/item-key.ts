import { invalidParameter, validation } from '../errors.ts';
import { member, typeOf } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
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
const mismatch = 'The provided key element does not match the schema';

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
    refuseEmptyKey(name, value);
  }
  const key = storedKey(table.key, item);
  refuseLongKey(key);
  return key;
}

/** The key that a request names. Throws where it is not exactly the table's key. */
export function keyOfRequest(table: Table, key: Item): StoredKey {
  const attributes = keyAttributes(table.key);
  if (Object.keys(key).length !== attributes.length) throw validation(mismatch);
  for (const { name, type } of attributes) {
    const value = member(key, name);
    if (value === undefined || typeOf(value) !== type) throw validation(mismatch);
    refuseEmptyKey(name, value);
  }
  const stored = storedKey(table.key, key);
  refuseLongKey(stored);
  return stored;
}

/** Refuses an item whose value cannot be a key of an index. */
export function checkIndexKeys(indexes: readonly TableIndex[], item: Item): void {
  for (const index of indexes) {
    for (const { name, type } of keyAttributes(index.key)) {
      const value = member(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type) {
        throw invalidParameter(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        );
      }
      refuseEmptyIndexKey(index, name, value);
    }
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

function refuseEmptyKey(name: string, value: AttributeValue): void {
  const kind = emptyKind(value);
  if (kind === undefined) return;
  throw validation(
    'One or more parameter values are not valid. ' +
      `The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
  );
}

function refuseEmptyIndexKey(index: TableIndex, name: string, value: AttributeValue): void {
  const kind = emptyKind(value);
  if (kind === undefined) return;
  throw validation(
    'One or more parameter values are not valid. ' +
      'A value specified for a secondary index key is not supported. ' +
      `The AttributeValue for a key attribute cannot contain an empty ${kind} value. ` +
      `IndexName: ${index.name}, IndexKey: ${name}`,
  );
}

function emptyKind(value: AttributeValue): 'string' | 'binary' | undefined {
  if ('S' in value && value.S === '') return 'string';
  return 'B' in value && value.B === '' ? 'binary' : undefined;
}

function refuseLongKey({ hash, range }: StoredKey): void {
  if (hash.length > longestHash) {
    throw invalidParameter(
      `Size of hashkey has exceeded the maximum size limit of${String(longestHash)} bytes`,
    );
  }
  if (range.length > longestRange) {
    throw invalidParameter(
      `Aggregated size of all range keys has exceeded the size limit of ${String(longestRange)} bytes`,
    );
  }
}
