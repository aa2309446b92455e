import type { QueryMember, QueryShape } from '../kernel/service.ts';

type Tree = Map<string, Tree | string>;

/**
 * The members of a form: dots nest, numbers make lists, `member` and `entry` are list wrappers.
 * `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`. All scalars stay text.
 */
export function decodeForm(form: URLSearchParams, shape: QueryShape): Record<string, unknown> {
  const root: Tree = new Map();
  for (const [name, value] of form) insert(root, name.split('.'), value);
  return structOf(root, shape);
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

function structOf(tree: Tree, shape: QueryShape): Record<string, unknown> {
  // No prototype: a form may well name a member __proto__.
  const struct: Record<string, unknown> = { __proto__: null };
  for (const [name, branch] of tree) {
    const flattened = shape.flattenedInputs?.[name];
    if (flattened !== undefined && branch instanceof Map) {
      struct[flattened.member] = collectionOf(branch, { member: flattened, shape });
    } else {
      struct[name] = valueOf(branch, name, shape);
    }
  }
  return struct;
}

function valueOf(branch: Tree | string, name: string, shape: QueryShape): unknown {
  if (typeof branch === 'string') return branch;
  const wrapped = branch.get('member') ?? branch.get('entry');
  if (branch.size === 1 && wrapped instanceof Map) {
    const map = shape.mapInputs?.[name] ?? (branch.has('entry') ? { key: 'key', value: 'value' } : undefined);
    return collectionOf(wrapped, { member: { member: name, ...map }, shape });
  }
  return isList(branch) ? collectionOf(branch, { member: { member: name }, shape }) : structOf(branch, shape);
}

function isList(tree: Tree): boolean {
  return tree.size > 0 && [...tree.keys()].every((key) => /^\d+$/.test(key));
}

function collectionOf(tree: Tree, { member, shape }: { member: QueryMember; shape: QueryShape }): unknown {
  const items = [...tree]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => (typeof item === 'string' ? item : structOf(item, shape)));
  if (member.key === undefined) return items;
  const map: Record<string, unknown> = { __proto__: null };
  for (const item of items) {
    if (typeof item === 'string') continue;
    map[String(item[member.key])] = item[member.value ?? 'Value'];
  }
  return map;
}
