import type { AttributeValue, Item } from './attribute-value.ts';
import { elementsOf, member, typeOf } from './attribute-value.ts';
import { compareDecimals, parseDecimal } from './decimal.ts';

/** Whether two values are equal: types included, order of sets and of map members left out. */
export function sameValue(left: AttributeValue, right: AttributeValue): boolean {
  if ('S' in left) return 'S' in right && left.S === right.S;
  // Stored and read numbers have one text each.
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('B' in left) return 'B' in right && left.B === right.B;
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('NULL' in left) return 'NULL' in right;
  if ('L' in left) return 'L' in right && sameList(left.L, right.L);
  if ('M' in left) return 'M' in right && sameItem(left.M, right.M);
  return typeOf(left) === typeOf(right) && sameSet(elementsOf(left) ?? [], elementsOf(right) ?? []);
}

/** Whether two items have equal attributes. */
export function sameItem(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const mine = member(left, name);
    const other = member(right, name);
    return mine !== undefined && other !== undefined && sameValue(mine, other);
  });
}

/** How two values are ordered, or undefined where DynamoDB knows no order between them. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('N' in left && 'N' in right) return compareDecimals(parseDecimal(left.N), parseDecimal(right.N));
  // By UTF-8 bytes, which is not JavaScript's own order beyond the basic plane.
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('B' in left && 'B' in right) {
    return Buffer.compare(Buffer.from(left.B, 'base64'), Buffer.from(right.B, 'base64'));
  }
  return undefined;
}

/** Whether `container` holds `element`: a substring, a member of a set, an element of a list. */
export function containsValue(container: AttributeValue, element: AttributeValue): boolean {
  if ('S' in container) return 'S' in element && container.S.includes(element.S);
  if ('B' in container) {
    return 'B' in element && Buffer.from(container.B, 'base64').includes(Buffer.from(element.B, 'base64'));
  }
  if ('SS' in container) return 'S' in element && container.SS.includes(element.S);
  if ('NS' in container) return 'N' in element && container.NS.includes(element.N);
  if ('BS' in container) return 'B' in element && container.BS.includes(element.B);
  if ('L' in container) return container.L.some((candidate) => sameValue(candidate, element));
  return false;
}

/** Whether `value` begins with `prefix`; only text and binary can. */
export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value) || !('B' in prefix)) return false;
  const start = Buffer.from(prefix.B, 'base64');
  return Buffer.from(value.B, 'base64').subarray(0, start.length).equals(start);
}

/** How DynamoDB prints a value in its refusals: `AttributeValue: {N:1}`. */
export function describeValue(value: AttributeValue): string {
  return `AttributeValue: {${typeOf(value)}:${String(Object.values(value)[0])}}`;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(right);
  return left.length === right.length && left.every((element) => members.has(element));
}

function sameList(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  return (
    left.length === right.length &&
    left.every((element, index) => {
      const other = right[index];
      return other !== undefined && sameValue(element, other);
    })
  );
}
