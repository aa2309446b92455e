import { validation } from '../errors.ts';
import { member, withMember, withoutMember } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { ExpressionError } from './scope.ts';
import type { Path } from './scope.ts';

/** The value at `path`, or undefined where the item has none. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  const [head, ...rest] = path;
  if (typeof head !== 'string') return undefined;
  let value = member(item, head);
  for (const segment of rest) {
    if (value === undefined) return undefined;
    value = childOf(value, segment);
  }
  return value;
}

/** The member of a map or the element of a list, or undefined where there is none. */
export function childOf(value: AttributeValue, segment: string | number): AttributeValue | undefined {
  if (typeof segment === 'number') return 'L' in value ? value.L[segment] : undefined;
  return 'M' in value ? member(value.M, segment) : undefined;
}

/** A copy of `item` with `value` at `path`; an index beyond the end of a list appends. */
export function setAt(item: Item, path: Path, value: AttributeValue): Item {
  return edit(item, path, (parent, last) => {
    if (typeof last === 'string') {
      return 'M' in parent ? { M: withMember(parent.M, last, value) } : undefined;
    }
    if (!('L' in parent)) return undefined;
    const index = Math.min(last, parent.L.length);
    return { L: parent.L.toSpliced(index, 1, value) };
  });
}

/** A copy of `item` without what is at `path`; removing what is not there changes nothing. */
export function removeAt(item: Item, path: Path): Item {
  return edit(item, path, (parent, last) => {
    if (typeof last === 'string') {
      return 'M' in parent ? { M: withoutMember(parent.M, last) } : undefined;
    }
    return 'L' in parent ? { L: parent.L.filter((_element, index) => index !== last) } : undefined;
  });
}

/** How DynamoDB prints a path in its refusals: `[a, [0], b]`. */
export function describePath(path: Path): string {
  return `[${path.map((segment) => (typeof segment === 'number' ? `[${String(segment)}]` : segment)).join(', ')}]`;
}

/**
 * Refuses two paths of which one leads into the other, or which treat one value as a map and as a list.
 * @throws ExpressionError
 */
export function refuseOverlaps(paths: readonly Path[]): void {
  paths.forEach((later, index) => {
    for (const earlier of paths.slice(0, index)) refuseOverlap(earlier, later);
  });
}

function refuseOverlap(one: Path, two: Path): void {
  const shared = Math.min(one.length, two.length);
  for (let index = 0; index < shared; index += 1) {
    if (typeof one[index] !== typeof two[index]) throw clash('conflict', one, two);
    if (one[index] !== two[index]) return;
  }
  throw clash('overlap', one, two);
}

function clash(verb: 'conflict' | 'overlap', one: Path, two: Path): ExpressionError {
  return new ExpressionError(
    `Two document paths ${verb} with each other; must remove or rewrite one of these paths; ` +
      `path one: ${describePath(one)}, path two: ${describePath(two)}`,
  );
}

/** What becomes of the last container on a path; undefined where it is no such container. */
type Change = (parent: AttributeValue, last: string | number) => AttributeValue | undefined;

function edit(item: Item, path: Path, change: Change): Item {
  const edited = editInside({ M: item }, path, change);
  return 'M' in edited ? edited.M : item;
}

function editInside(container: AttributeValue, [segment, ...rest]: Path, change: Change): AttributeValue {
  if (segment === undefined) return container;
  if (rest.length === 0) return change(container, segment) ?? refusePath();
  const child = childOf(container, segment) ?? refusePath();
  const edited = editInside(child, rest, change);
  if ('M' in container) return { M: withMember(container.M, String(segment), edited) };
  if ('L' in container) return { L: container.L.with(Number(segment), edited) };
  return refusePath();
}

function refusePath(): never {
  throw validation('The document path provided in the update expression is invalid for update');
}
