import { member } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { ExpressionError } from './expression-error.ts';
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
