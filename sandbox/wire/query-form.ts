import type { QueryWire } from '../kernel/service.ts';

type Tree = Map<string, Tree | string>;

/** Names of key and value by map. */
type Maps = NonNullable<QueryWire['mapInputs']>;

/**
 * The members of a form: dots nest, `member` wraps the numbered items of a list, `entry` those of a map.
 * `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`. All scalars stay text.
 */
export function decodeForm(form: URLSearchParams, maps: Maps): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of form) insert(root, name.split('.'), value);
  return structOf(root, maps);
}

function insert(tree: Tree, [head = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree.set(head, value);
    return;
  }
  const known = tree.get(head);
  const branch: Tree = known instanceof Map ? known : new Map();
  tree.set(head, branch);
  insert(branch, rest, value);
}

function structOf(tree: Tree, maps: Maps): Record<string, unknown> {
  // No prototype: a form may well name a member __proto__.
  const struct: Record<string, unknown> = { __proto__: null };
  for (const [name, branch] of tree) struct[name] = valueOf(branch, name, maps);
  return struct;
}

function valueOf(branch: Tree | string, name: string, maps: Maps): unknown {
  if (typeof branch === 'string') return branch;
  const items = branch.get('member');
  if (items instanceof Map) return itemsOf(items, maps);
  const entries = branch.get('entry');
  if (!(entries instanceof Map)) return structOf(branch, maps);
  const { key, value } = maps[name] ?? { key: 'key', value: 'value' };
  const map: Record<string, unknown> = { __proto__: null };
  for (const entry of itemsOf(entries, maps)) {
    if (typeof entry !== 'string') map[String(entry[key])] = entry[value];
  }
  return map;
}

function itemsOf(tree: Tree, maps: Maps): (string | Record<string, unknown>)[] {
  return [...tree]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => (typeof item === 'string' ? item : structOf(item, maps)));
}
