import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { Cursor } from './cursor.ts';
import { childOf, refuseOverlaps } from './document-path.ts';
import type { Path, Scope } from './scope.ts';

/** Cuts the wanted parts out of items. */
export interface Projection {
  readonly paths: readonly Path[];
  readonly cut: (item: Item) => Item;
}

/** Parses a projection expression. Throws ExpressionError. */
export function parseProjection(source: string): readonly Path[] {
  const cursor = new Cursor(source);
  const paths = [cursor.path(new Set())];
  while (cursor.takeSymbol(',')) paths.push(cursor.path(new Set()));
  cursor.finish(['reserved']);
  return paths;
}

/** Looks up the names of a projection. Throws ExpressionError for unknown names and overlapping paths. */
export function compileProjection(rawPaths: readonly Path[], scope: Scope): Projection {
  const paths = rawPaths.map((path) => scope.path(path));
  refuseOverlaps(paths);
  return projectionOf(paths);
}

/** The projection onto `paths`, which must not overlap. */
export function projectionOf(paths: readonly Path[]): Projection {
  const root: Branch = { children: new Map() };
  for (const path of paths) grow(root, path);
  return {
    paths,
    cut: (item) => {
      const cut = cutBranch({ M: item }, root);
      return cut !== undefined && 'M' in cut ? cut.M : {};
    },
  };
}

/** The wanted children of a value; a branch without children wants all of it. */
interface Branch {
  readonly children: Map<string | number, Branch>;
}

function grow(root: Branch, path: Path): void {
  let branch = root;
  for (const segment of path) {
    const child = branch.children.get(segment) ?? { children: new Map() };
    branch.children.set(segment, child);
    branch = child;
  }
}

function cutBranch(value: AttributeValue, { children }: Branch): AttributeValue | undefined {
  if (children.size === 0) return value;
  const kept: [string | number, AttributeValue][] = [];
  for (const [segment, branch] of children) {
    const child = childOf(value, segment);
    const cut = child === undefined ? undefined : cutBranch(child, branch);
    if (cut !== undefined) kept.push([segment, cut]);
  }
  if (kept.length === 0) return undefined;
  if ('M' in value) return { M: Object.fromEntries(kept) };
  // Elements close up in the order of their indexes.
  return { L: kept.sort(([one], [two]) => Number(one) - Number(two)).map(([, element]) => element) };
}
