import { validation } from '../errors.ts';
import { typeOf } from '../values/attribute-value.ts';
import type { AttributeType, AttributeValue, Item } from '../values/attribute-value.ts';
import { addNumbers } from '../values/decimal.ts';
import { compileAssigned, wrongDataType } from './compile-assigned.ts';
import { removeAt, setAt } from './document-edit.ts';
import { refuseOverlaps, valueAt } from './document-path.ts';
import { ExpressionError } from './expression-error.ts';
import type { Path, Scope } from './scope.ts';
import type { Clause } from './update-tree.ts';

/** An update ready to be applied to items. */
export interface Update {
  /** Every path that the update touches. */
  readonly paths: readonly Path[];
  /** The item after the update. Throws AwsError where the item does not suit it. */
  readonly apply: (item: Item) => Item;
}

/** One change of an item: `before` is the item as it was when the update began, `now` what earlier steps made of it. */
interface Step {
  readonly kind: Clause['kind'];
  readonly path: Path;
  readonly run: (now: Item, before: Item) => Item;
}

/**
 * Looks up names and values of an update and checks paths and operand types.
 * @throws ExpressionError in DynamoDB's words
 */
export function compileUpdate(clauses: readonly Clause[], scope: Scope): Update {
  const steps = clauses.map((clause) => compileClause(clause, scope));
  const paths = steps.map(({ path }) => path);
  refuseOverlaps(paths);
  for (const clause of clauses) checkOperator(clause, scope);
  const ordered = [
    ...inIndexOrder(steps.filter(({ kind }) => kind !== 'REMOVE')),
    // From the back, so that the indexes of the expression stay those of the item as it was.
    ...inIndexOrder(steps.filter(({ kind }) => kind === 'REMOVE')).toReversed(),
  ];
  return {
    paths,
    apply: (before) => ordered.reduce((now, step) => step.run(now, before), before),
  };
}

function compileClause(clause: Clause, scope: Scope): Step {
  const path = scope.path(clause.path);
  const { kind } = clause;
  switch (clause.kind) {
    case 'SET': {
      const computed = compileAssigned(clause.assigned, scope);
      const run: Step['run'] = (now, before) => setAt(now, path, computed(before) ?? refuseMissing());
      return { kind, path, run };
    }
    case 'REMOVE':
      return { kind, path, run: (now) => removeAt(now, path) };
    case 'ADD': {
      const value = scope.value(clause.value);
      return { kind, path, run: (now) => setAt(now, path, added(valueAt(now, path), value)) };
    }
    case 'DELETE': {
      const value = scope.value(clause.value);
      return { kind, path, run: (now) => deleteElements(now, path, value) };
    }
  }
}

function refuseMissing(): never {
  throw validation('The provided expression refers to an attribute that does not exist in the item');
}

/** The names of types in refusals of ADD and DELETE. */
const typeNames: Partial<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};

function checkOperator(clause: Clause, scope: Scope): void {
  if (clause.kind !== 'ADD' && clause.kind !== 'DELETE') return;
  const type = typeOf(scope.value(clause.value));
  const name = typeNames[type];
  if (name === undefined || (clause.kind === 'ADD' && type === 'N')) return;
  throw new ExpressionError(
    'Incorrect operand type for operator or function; ' +
      `operator: ${clause.kind}, operand type: ${name}, typeSet: ALLOWED_FOR_${clause.kind}_OPERAND`,
  );
}

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (current === undefined) return value;
  if ('N' in current && 'N' in value) return { N: addNumbers(current.N, value.N) };
  if ('SS' in current && 'SS' in value) return { SS: union(current.SS, value.SS) };
  if ('NS' in current && 'NS' in value) return { NS: union(current.NS, value.NS) };
  if ('BS' in current && 'BS' in value) return { BS: union(current.BS, value.BS) };
  throw wrongDataType();
}

/** Takes the elements of `value` out of a set; an emptied set goes away altogether. */
function deleteElements(item: Item, path: Path, value: AttributeValue): Item {
  const current = valueAt(item, path);
  if (current === undefined) return item;
  const [type, rest] = difference(current, value);
  // `type` is the type of `current`, whose elements `rest` are.
  return rest.length === 0 ? removeAt(item, path) : setAt(item, path, { [type]: rest } as AttributeValue);
}

function difference(current: AttributeValue, value: AttributeValue): ['SS' | 'NS' | 'BS', readonly string[]] {
  if ('SS' in current && 'SS' in value) return ['SS', without(current.SS, value.SS)];
  if ('NS' in current && 'NS' in value) return ['NS', without(current.NS, value.NS)];
  if ('BS' in current && 'BS' in value) return ['BS', without(current.BS, value.BS)];
  throw wrongDataType();
}

function union(one: readonly string[], two: readonly string[]): readonly string[] {
  return [...new Set([...one, ...two])];
}

function without(set: readonly string[], removed: readonly string[]): readonly string[] {
  return set.filter((element) => !removed.includes(element));
}

/** Steps at list indexes come last, in the order of their indexes: so appended elements keep that order. */
function inIndexOrder(steps: readonly Step[]): readonly Step[] {
  const indexOf = ({ path }: Step): number => {
    const last = path.at(-1);
    return typeof last === 'number' ? last : -1;
  };
  return [...steps].sort((one, two) => indexOf(one) - indexOf(two));
}
