import { DefectError } from '../../kernel/errors.ts';
import { validation } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { checkOperands, compileOperand } from './compile-operand.ts';
import type { Operand, Signature, Values } from './compile-operand.ts';
import type { Node } from './cursor.ts';
import type { Scope } from './scope.ts';

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

/** Looks up names and values of what SET assigns and checks operand types. Throws ExpressionError. */
export function compileAssigned(assigned: Node, scope: Scope): Operand {
  return compileOperand(assigned, scope, ({ name, operands }) => {
    const compiled = operands.map((operand) => compileAssigned(operand, scope));
    const operation = operations[name];
    if (operation === undefined) throw new DefectError(`no such function: ${name}`);
    checkOperands(name, compiled, operation);
    return { read: (item) => operation.apply(compiled.map(({ read }) => read(item))) };
  });
}

/** The refusal of a value that the operation cannot work on. */
export function wrongDataType(): Error {
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
