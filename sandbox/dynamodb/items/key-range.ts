import { invalidParameter, validation } from '../errors.ts';
import type { KeyConditions, KeyTest } from '../expression/key-condition.ts';
import { refuseEmpty } from '../table/item-key.ts';
import { keyAttributes } from '../table/table.ts';
import type { KeyAttribute, KeySchema, Table, TableIndex } from '../table/table.ts';
import { member, typeOf } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { afterPrefix, keyBytes } from '../values/key-bytes.ts';
import type { Bound } from './read-range.ts';

/** The partition and the sort keys that a query asks for. */
export interface KeyRange {
  readonly hash: Uint8Array;
  /** What all of the sort keys have to be. */
  readonly bounds: readonly Bound[];
}

const unsupported = 'Query key condition not supported';

/** The range behind a query's key conditions. Throws where they do not suit the key of `owner` or the start key. */
export function keyRangeOf(
  owner: Table | TableIndex,
  tests: KeyConditions,
  startKey: Item | undefined,
): KeyRange {
  const schema = owner.key;
  const { hash, range } = schema;
  const hashTest = tests.get(hash.name);
  const rangeTest = range === undefined ? undefined : tests.get(range.name);
  if (tests.size > keyAttributes(schema).length) {
    throw validation(tests.size > 2 ? 'Conditions can be of length 1 or 2 only' : unsupported);
  }
  if (hashTest === undefined) throw validation(`Query condition missed key schema element: ${hash.name}`);
  if (tests.size > 1 && range !== undefined && rangeTest === undefined) {
    throw validation(`Query condition missed key schema element: ${range.name}`);
  }
  checkTypes(hash, hashTest);
  if (hashTest.operator !== '=') throw validation(unsupported);
  if (range !== undefined && rangeTest !== undefined) checkTypes(range, rangeTest);
  for (const [name, { values }] of tests) {
    for (const value of values) refuseEmpty(owner, { [name]: value });
  }
  const [hashKey = Buffer.alloc(0)] = hashTest.values.map(keyBytes);
  const keyRange = { hash: hashKey, bounds: rangeTest === undefined ? [] : boundsOf(rangeTest) };
  if (startKey !== undefined) checkInside(schema, keyRange, startKey);
  return keyRange;
}

/** A filter must not ask for key attributes: that is what key conditions are for. */
export function checkFilterAttributes(schema: KeySchema, attributes: ReadonlySet<string> | undefined): void {
  const key = keyAttributes(schema).find(({ name }) => attributes?.has(name) === true);
  if (key === undefined) return;
  throw validation(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
  );
}

function checkTypes({ type }: KeyAttribute, test: KeyTest): void {
  if (test.values.some((value) => typeOf(value) !== type)) {
    throw invalidParameter('Condition parameter type does not match schema type');
  }
}

function boundsOf({ operator, values }: KeyTest): readonly Bound[] {
  const [key = Buffer.alloc(0), high = key] = values.map(keyBytes);
  switch (operator) {
    case 'BETWEEN':
      return [
        { comparison: '>=', key },
        { comparison: '<=', key: high },
      ];
    case 'begins_with': {
      const end = afterPrefix(key);
      const low: Bound = { comparison: '>=', key };
      return end === undefined ? [low] : [low, { comparison: '<', key: end }];
    }
    default:
      return [{ comparison: operator, key }];
  }
}

function checkInside({ hash, range }: KeySchema, keyRange: KeyRange, startKey: Item): void {
  const start = member(startKey, hash.name);
  if (start !== undefined && Buffer.compare(keyBytes(start), keyRange.hash) !== 0) {
    throw validation('The provided starting key is outside query boundaries based on provided conditions');
  }
  const sort = range === undefined ? undefined : member(startKey, range.name);
  if (sort !== undefined && !isInside(keyBytes(sort), keyRange)) {
    throw validation('The provided starting key does not match the range key predicate');
  }
}

function isInside(key: Uint8Array, { bounds }: KeyRange): boolean {
  return bounds.every((bound) => {
    const order = Buffer.compare(key, bound.key);
    if (order === 0) return bound.comparison.includes('=');
    return order < 0 ? bound.comparison.startsWith('<') : bound.comparison.startsWith('>');
  });
}
