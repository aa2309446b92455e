import { DefectError } from '../../kernel/errors.ts';
import { validation } from '../errors.ts';
import { elementsOf, typeOf } from '../values/attribute-value.ts';
import type { AttributeType, AttributeValue, Item } from '../values/attribute-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { checkOperands, compileOperand } from './compile-operand.ts';
import type { Operand, Signature, Values } from './compile-operand.ts';
import type { Node } from './cursor.ts';
import { refuseOverlaps, removeAt, setAt, valueAt } from './document-path.ts';
import type { Clause } from './parse-update.ts';
import { ExpressionError } from './scope.ts';
import type { Path, Scope } from './scope.ts';

/** An update ready to be applied to items. */
export interface Update {
  /** Every path that the update touches. */
  readonly paths: readonly Path[];
  /** The item after the update. Throws AwsError where the item does not suit it. */
  readonly apply: (item: Item) => Item;
}

/** One change of an item: `before` is the item as it was when the update began, `now` what earlier steps made of it. */
interface Step {
  readonly section: Clause['section'];
  readonly path: Path;
  /** Of the operand, where it is a value of the request. */
  readonly type: AttributeType | undefined;
  readonly run: (now: Item, before: Item) => Item;
}

/** A function or operator of SET: what it takes, and what it makes. Undefined: it refers to nothing. */
interface Operation extends Signature {
  readonly apply: (values: Values) => AttributeValue | undefined;
}

const operations: Readonly<Record<string, Operation>> = {
  if_not_exists: { count: 2, needsPath: true, apply: ([current, otherwise]) => current ?? otherwise },
  list_append: { count: 2, types: ['L'], apply: both(appendLists) },
  '+': { count: 2, types: ['N'], apply: both(arithmetic(addNumbers)) },
  '-': { count: 2, types: ['N'], apply: both(arithmetic(subtractNumbers)) },
};

/**
 * Looks up names and values of an update and checks paths and operand types.
 * @throws ExpressionError in DynamoDB's words
 */
export function compileUpdate(clauses: readonly Clause[], scope: Scope): Update {
  const steps = clauses.map((clause) => compileClause(clause, scope));
  const paths = steps.map(({ path }) => path);
  refuseOverlaps(paths);
  steps.forEach(checkOperator);
  const ordered = [
    ...inIndexOrder(steps.filter(({ section }) => section !== 'REMOVE')),
    // From the back, so that the indexes of the expression stay those of the item as it was.
    ...inIndexOrder(steps.filter(({ section }) => section === 'REMOVE')).toReversed(),
  ];
  return {
    paths,
    apply: (before) => ordered.reduce((now, step) => step.run(now, before), before),
  };
}

function compileClause({ section, path: rawPath, operand }: Clause, scope: Scope): Step {
  const path = scope.path(rawPath);
  if (operand === undefined) return { section, path, type: undefined, run: (now) => removeAt(now, path) };
  const { read, type } = compileAssigned(operand, scope);
  return {
    section,
    path,
    type,
    run: (now, before) => {
      const value = read(before);
      if (value === undefined) {
        throw validation('The provided expression refers to an attribute that does not exist in the item');
      }
      if (section === 'DELETE') return deleteElements(now, path, value);
      return setAt(now, path, section === 'ADD' ? added(valueAt(now, path), value) : value);
    },
  };
}

function compileAssigned(assigned: Node, scope: Scope): Operand {
  return compileOperand(assigned, scope, ({ name, operands }) => {
    const compiled = operands.map((operand) => compileAssigned(operand, scope));
    const operation = operations[name];
    if (operation === undefined) throw new DefectError(`no such function: ${name}`);
    checkOperands(name, compiled, operation);
    return { read: (item) => operation.apply(compiled.map(({ read }) => read(item))) };
  });
}

function wrongDataType(): Error {
  return validation('An operand in the update expression has an incorrect data type');
}

function both(combine: (left: AttributeValue, right: AttributeValue) => AttributeValue): Operation['apply'] {
  return ([left, right]) => (left === undefined || right === undefined ? undefined : combine(left, right));
}

function appendLists(left: AttributeValue, right: AttributeValue): AttributeValue {
  if (!('L' in left) || !('L' in right)) throw wrongDataType();
  return { L: [...left.L, ...right.L] };
}

function arithmetic(operation: (left: string, right: string) => string) {
  return (left: AttributeValue, right: AttributeValue): AttributeValue => {
    if (!('N' in left) || !('N' in right)) throw wrongDataType();
    return { N: operation(left.N, right.N) };
  };
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

/** ADD takes numbers and sets, DELETE sets. */
function checkOperator({ section, type }: Step): void {
  const name = type && typeNames[type];
  if (name === undefined || section === 'SET' || (section === 'ADD' && type === 'N')) return;
  throw new ExpressionError(
    'Incorrect operand type for operator or function; ' +
      `operator: ${section}, operand type: ${name}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
  );
}

function added(current: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (current === undefined) return value;
  if ('N' in current && 'N' in value) return { N: addNumbers(current.N, value.N) };
  const [mine, others] = elementsOfBoth(current, value);
  return withElements(current, [...new Set([...mine, ...others])]);
}

/** Takes the elements of `value` out of a set; an emptied set goes away altogether. */
function deleteElements(item: Item, path: Path, value: AttributeValue): Item {
  const current = valueAt(item, path);
  if (current === undefined) return item;
  const [mine, others] = elementsOfBoth(current, value);
  const rest = mine.filter((element) => !others.includes(element));
  return rest.length === 0 ? removeAt(item, path) : setAt(item, path, withElements(current, rest));
}

/** The elements of two sets of one type. */
function elementsOfBoth(one: AttributeValue, other: AttributeValue): [readonly string[], readonly string[]] {
  const [mine, others] = [elementsOf(one), elementsOf(other)];
  if (mine === undefined || others === undefined || typeOf(one) !== typeOf(other)) throw wrongDataType();
  return [mine, others];
}

function withElements(set: AttributeValue, elements: readonly string[]): AttributeValue {
  // `set` is a set, so its type is that of the elements.
  return { [typeOf(set)]: elements } as unknown as AttributeValue;
}

/** Steps at list indexes come last, in the order of their indexes: so appended elements keep that order. */
function inIndexOrder(steps: readonly Step[]): readonly Step[] {
  const indexOf = ({ path }: Step): number => {
    const last = path.at(-1);
    return typeof last === 'number' ? last : -1;
  };
  return [...steps].sort((one, two) => indexOf(one) - indexOf(two));
}
