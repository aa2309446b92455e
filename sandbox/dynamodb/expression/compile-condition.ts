import { typeOf } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { beginsWith, compareValues, containsValue, describeValue, sameValue } from '../values/compare.ts';
import { checkOperandCount, compileOperand, refuseSamePath, wrongOperandType } from './compile-operand.ts';
import type { CompiledOperand } from './compile-operand.ts';
import type { Call, Comparator, Condition } from './condition-tree.ts';
import { ExpressionError } from './expression-error.ts';
import type { Scope } from './scope.ts';

/** A condition ready to be asked of items; an absent item is asked as an empty one. */
export type Predicate = (item: Item) => boolean;

const typeNames: readonly string[] = ['S', 'N', 'B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'NS', 'M'];
const mostOperandsOfIn = 100;

/**
 * Looks up the names and values of a condition and checks the operands' types.
 * @throws ExpressionError in DynamoDB's words
 */
export function compileCondition(condition: Condition, scope: Scope): Predicate {
  switch (condition.kind) {
    case 'and': {
      const left = compileCondition(condition.left, scope);
      const right = compileCondition(condition.right, scope);
      return (item) => left(item) && right(item);
    }
    case 'or': {
      const left = compileCondition(condition.left, scope);
      const right = compileCondition(condition.right, scope);
      return (item) => left(item) || right(item);
    }
    case 'not': {
      const inner = compileCondition(condition.condition, scope);
      return (item) => !inner(item);
    }
    case 'compare':
      return compileComparison(condition, scope);
    case 'between':
      return compileBetween(condition, scope);
    case 'in':
      return compileIn(condition, scope);
    case 'call':
      return compileCall(condition, scope);
  }
}

type Kind<Name extends Condition['kind']> = Extract<Condition, { readonly kind: Name }>;

function compileComparison({ operator, left, right }: Kind<'compare'>, scope: Scope): Predicate {
  const first = compileOperand(left, scope);
  const second = compileOperand(right, scope);
  refuseSamePath(operator, [first, second]);
  if (operator !== '=' && operator !== '<>') {
    for (const { type } of [first, second]) {
      if (type !== undefined && !['S', 'N', 'B'].includes(type)) throw wrongOperandType(operator, type);
    }
  }
  return (item) => holds(operator, first.read(item), second.read(item));
}

function holds(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  // An absent attribute differs from everything and compares with nothing.
  if (left === undefined || right === undefined) return operator === '<>';
  if (operator === '=') return sameValue(left, right);
  if (operator === '<>') return !sameValue(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function compileBetween(condition: Kind<'between'>, scope: Scope): Predicate {
  const operand = compileOperand(condition.operand, scope);
  const low = compileOperand(condition.low, scope);
  const high = compileOperand(condition.high, scope);
  if (low.value !== undefined && high.value !== undefined) checkBounds(low.value, high.value);
  return (item) => {
    const value = operand.read(item);
    return holds('>=', value, low.read(item)) && holds('<=', value, high.read(item));
  };
}

function checkBounds(low: AttributeValue, high: AttributeValue): void {
  const bounds =
    `lower bound operand: ${describeValue(low)}, ` + `upper bound operand: ${describeValue(high)}`;
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

function compileIn(condition: Kind<'in'>, scope: Scope): Predicate {
  const operand = compileOperand(condition.operand, scope);
  const list = condition.list.map((entry) => compileOperand(entry, scope));
  if (list.length > mostOperandsOfIn) {
    throw new ExpressionError(
      'The IN operator is provided with too many operands; ' + `number of operands: ${String(list.length)}`,
    );
  }
  return (item) => {
    const value = operand.read(item);
    return value !== undefined && list.some((entry) => holds('=', value, entry.read(item)));
  };
}

function compileCall(call: Call, scope: Scope): Predicate {
  const operands = call.arguments.map((argument) => compileOperand(argument, scope));
  checkOperandCount(call);
  refuseSamePath(call.name, operands);
  const [first, second] = operands;
  if (first === undefined) return () => false;
  switch (call.name) {
    case 'attribute_exists':
      requirePath(call.name, first);
      return (item) => first.read(item) !== undefined;
    case 'attribute_not_exists':
      requirePath(call.name, first);
      return (item) => first.read(item) === undefined;
    case 'attribute_type': {
      const type = typeName(second);
      return (item) => hasType(first.read(item), type);
    }
    case 'begins_with':
      for (const { type } of operands) {
        if (type !== undefined && type !== 'S' && type !== 'B') throw wrongOperandType(call.name, type);
      }
      return both(first, second, beginsWith);
    default:
      return both(first, second, containsValue);
  }
}

function requirePath(name: string, operand: CompiledOperand): void {
  if (operand.path !== undefined) return;
  throw new ExpressionError(`Operator or function requires a document path; operator or function: ${name}`);
}

function typeName(operand: CompiledOperand | undefined): string {
  const value = operand?.value;
  if (value === undefined || !('S' in value)) {
    throw wrongOperandType('attribute_type', operand?.type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
  }
  if (!typeNames.includes(value.S)) {
    throw new ExpressionError(
      `Invalid attribute type name found; type: ${value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
    );
  }
  return value.S;
}

function hasType(value: AttributeValue | undefined, type: string): boolean {
  return value !== undefined && typeOf(value) === type;
}

function both(
  first: CompiledOperand,
  second: CompiledOperand | undefined,
  test: (first: AttributeValue, second: AttributeValue) => boolean,
): Predicate {
  return (item) => {
    const left = first.read(item);
    const right = second?.read(item);
    return left !== undefined && right !== undefined && test(left, right);
  };
}
