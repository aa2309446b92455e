import { DefectError } from '../../kernel/errors.ts';
import { elementsOf, typeOf } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { beginsWith, compareValues, containsValue, describeValue, sameValue } from '../values/compare.ts';
import { binaryLength } from '../values/size.ts';
import { checkOperands, compileOperand, wrongOperandType } from './compile-operand.ts';
import type { Operand, Signature, Values } from './compile-operand.ts';
import type { Call, Node } from './cursor.ts';
import { ExpressionError } from './scope.ts';
import type { Scope } from './scope.ts';

/** A condition ready to be asked of items; an absent item is asked as an empty one. */
export type Predicate = (item: Item) => boolean;

/** An operator or function of conditions: what it takes, and when it holds. */
interface Operator extends Signature {
  /** Further checks of its operands. */
  readonly check?: (operands: readonly Operand[]) => void;
  readonly test: (values: Values) => boolean;
}

const typeNames: readonly string[] = ['S', 'N', 'B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'NS', 'M'];
const mostOperandsOfIn = 100;

const isSame = both(sameValue);
const isAtLeast = inOrder((order) => order >= 0);
const isAtMost = inOrder((order) => order <= 0);
const comparator: Signature = { isDistinct: true, types: ['S', 'N', 'B'] };

const operators: Readonly<Record<string, Operator>> = {
  '=': { isDistinct: true, test: isSame },
  // An absent attribute differs from everything and compares with nothing.
  '<>': { isDistinct: true, test: (values) => !isSame(values) },
  '<': { ...comparator, test: inOrder((order) => order < 0) },
  '<=': { ...comparator, test: isAtMost },
  '>': { ...comparator, test: inOrder((order) => order > 0) },
  '>=': { ...comparator, test: isAtLeast },
  BETWEEN: {
    check: checkBounds,
    test: ([value, low, high]) => isAtLeast([value, low]) && isAtMost([value, high]),
  },
  IN: { check: checkList, test: ([value, ...list]) => list.some((entry) => isSame([value, entry])) },
  attribute_exists: { count: 1, needsPath: true, test: ([value]) => value !== undefined },
  attribute_not_exists: { count: 1, needsPath: true, test: ([value]) => value === undefined },
  attribute_type: {
    count: 2,
    isDistinct: true,
    check: checkTypeName,
    test: both((value, type) => 'S' in type && typeOf(value) === type.S),
  },
  begins_with: { count: 2, isDistinct: true, types: ['S', 'B'], test: both(beginsWith) },
  contains: { count: 2, isDistinct: true, test: both(containsValue) },
};

/**
 * Looks up the names and values of a condition and checks the operands' types.
 * @throws ExpressionError in DynamoDB's words
 */
export function compileCondition({ name, operands }: Call, scope: Scope): Predicate {
  if (name === 'AND' || name === 'OR' || name === 'NOT') {
    const [left, right] = operands.map((operand) => compileCondition(callOf(operand), scope));
    if (left === undefined) throw new DefectError(`${name} without operands`);
    if (right === undefined) return (item) => !left(item);
    return name === 'AND' ? (item) => left(item) && right(item) : (item) => left(item) || right(item);
  }
  const compiled = operands.map((operand) => compileValue(operand, scope));
  const operator = operators[name];
  if (operator === undefined) throw new DefectError(`no such operator: ${name}`);
  checkOperands(name, compiled, operator);
  operator.check?.(compiled);
  return (item) => operator.test(compiled.map(({ read }) => read(item)));
}

/** A part of a condition that is a condition itself, as the parser has seen to. */
export function callOf(node: Node): Call {
  if (node.kind === 'call') return node;
  throw new DefectError('a bare operand is no condition');
}

function compileValue(node: Node, scope: Scope): Operand {
  return compileOperand(node, scope, (call) => {
    const operands = call.operands.map((operand) => compileValue(operand, scope));
    checkOperands('size', operands, { count: 1, types: ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'] });
    return { type: 'N', read: (item) => sizeOf(operands[0]?.read(item)) };
  });
}

function both(test: (left: AttributeValue, right: AttributeValue) => boolean): Operator['test'] {
  return ([left, right]) => left !== undefined && right !== undefined && test(left, right);
}

function inOrder(holds: (order: number) => boolean): Operator['test'] {
  return both((left, right) => {
    const order = compareValues(left, right);
    return order !== undefined && holds(order);
  });
}

function checkBounds([, { value: low } = {}, { value: high } = {}]: readonly Partial<Operand>[]): void {
  if (low === undefined || high === undefined) return;
  const bounds = `lower bound operand: ${describeValue(low)}, upper bound operand: ${describeValue(high)}`;
  if (typeOf(low) !== typeOf(high)) {
    throw new ExpressionError(
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  }
  if ((compareValues(low, high) ?? 0) > 0) {
    throw new ExpressionError(
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function checkList([, ...list]: readonly Operand[]): void {
  if (list.length <= mostOperandsOfIn) return;
  throw new ExpressionError(
    `The IN operator is provided with too many operands; number of operands: ${String(list.length)}`,
  );
}

function checkTypeName([, { value, type } = {}]: readonly Partial<Operand>[]): void {
  if (value === undefined || !('S' in value)) {
    throw wrongOperandType('attribute_type', type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
  }
  if (typeNames.includes(value.S)) return;
  throw new ExpressionError(
    `Invalid attribute type name found; type: ${value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  const size = value && lengthOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

function lengthOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return binaryLength(value.B);
  if ('M' in value) return Object.keys(value.M).length;
  return ('L' in value ? value.L : elementsOf(value))?.length;
}
