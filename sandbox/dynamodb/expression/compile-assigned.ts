import { validation } from '../errors.ts';
import { typeOf } from '../values/attribute-value.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { wrongOperandType } from './compile-operand.ts';
import { valueAt } from './document-path.ts';
import { ExpressionError } from './expression-error.ts';
import type { Scope } from './scope.ts';
import type { Assigned } from './update-tree.ts';

/** Computes what SET assigns from the item as it was. Undefined: the expression refers to nothing. */
export type Computed = (item: Item) => AttributeValue | undefined;

/** Looks up names and values of an assigned expression and checks operand types. Throws ExpressionError. */
export function compileAssigned(assigned: Assigned, scope: Scope): Computed {
  switch (assigned.kind) {
    case 'path': {
      const path = scope.path(assigned.path);
      return (item) => valueAt(item, path);
    }
    case 'value': {
      const value = scope.value(assigned.name);
      return () => value;
    }
    case 'call':
      return compileCall(assigned, scope);
  }
}

/** The refusal of a value that the operation cannot work on. */
export function wrongDataType(): Error {
  return validation('An operand in the update expression has an incorrect data type');
}

type AssignedCall = Extract<Assigned, { readonly kind: 'call' }>;

function compileCall(call: AssignedCall, scope: Scope): Computed {
  const [first, second] = call.arguments.map((argument) => compileAssigned(argument, scope));
  if (first === undefined || second === undefined || call.arguments.length !== 2) {
    throw new ExpressionError(
      'Incorrect number of operands for operator or function; ' +
        `operator or function: ${call.name}, number of operands: ${String(call.arguments.length)}`,
    );
  }
  switch (call.name) {
    case 'if_not_exists':
      if (call.arguments[0]?.kind !== 'path') {
        throw new ExpressionError(
          `Operator or function requires a document path; operator or function: ${call.name}`,
        );
      }
      return (item) => first(item) ?? second(item);
    case 'list_append':
      checkTypes(call, 'L', scope);
      return combine(first, second, appendLists);
    case '+':
      checkTypes(call, 'N', scope);
      return combine(first, second, arithmetic(addNumbers));
    default:
      checkTypes(call, 'N', scope);
      return combine(first, second, arithmetic(subtractNumbers));
  }
}

function checkTypes(call: AssignedCall, wanted: 'L' | 'N', scope: Scope): void {
  for (const argument of call.arguments) {
    if (argument.kind !== 'value') continue;
    const type = typeOf(scope.value(argument.name));
    if (type !== wanted) throw wrongOperandType(call.name, type);
  }
}

function combine(
  first: Computed,
  second: Computed,
  operation: (left: AttributeValue, right: AttributeValue) => AttributeValue,
): Computed {
  return (item) => {
    const left = first(item);
    const right = second(item);
    return left === undefined || right === undefined ? undefined : operation(left, right);
  };
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
