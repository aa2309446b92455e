import { typeOf } from '../values/attribute-value.ts';
import type { AttributeType, AttributeValue, Item } from '../values/attribute-value.ts';
import type { Call, Node } from './cursor.ts';
import { describePath, valueAt } from './document-path.ts';
import { ExpressionError } from './scope.ts';
import type { Path, Scope } from './scope.ts';

/** An operand ready to be read from items. */
export interface Operand {
  readonly read: (item: Item) => AttributeValue | undefined;
  /** Known before any item is read: of values and of size. */
  readonly type?: AttributeType;
  /** Of operands that are paths. */
  readonly path?: Path;
  /** Of operands that are values of the request. */
  readonly value?: AttributeValue;
}

/** The values of operands in one item; undefined for what the item does not have. */
export type Values = readonly (AttributeValue | undefined)[];

/** What an operator or function takes. */
export interface Signature {
  /** How many operands; any number without it. */
  readonly count?: number;
  /** Types that its operands may have. */
  readonly types?: readonly AttributeType[];
  /** The first operand must be a path. */
  readonly needsPath?: boolean;
  /** The first two operands must not be one path. */
  readonly isDistinct?: boolean;
}

/** Looks up the names and values of an operand; `call` compiles functions. Throws ExpressionError. */
export function compileOperand(node: Node, scope: Scope, call: (call: Call) => Operand): Operand {
  switch (node.kind) {
    case 'path': {
      const path = scope.path(node.path);
      return { path, read: (item) => valueAt(item, path) };
    }
    case 'value': {
      const value = scope.values.find(node.name);
      return { value, type: typeOf(value), read: () => value };
    }
    case 'call':
      return call(node);
  }
}

/** Refuses operands that an operator or function does not take. */
export function checkOperands(name: string, operands: readonly Operand[], signature: Signature): void {
  const { count = operands.length, types, needsPath = false, isDistinct = false } = signature;
  if (operands.length !== count) {
    throw new ExpressionError(
      'Incorrect number of operands for operator or function; ' +
        `operator or function: ${name}, number of operands: ${String(operands.length)}`,
    );
  }
  const [first, second] = operands.map(({ path }) => path && describePath(path));
  if (isDistinct && first !== undefined && first === second) {
    throw new ExpressionError(
      'The first operand must be distinct from the remaining operands for this operator or function; ' +
        `operator: ${name}, first operand: ${first}`,
    );
  }
  for (const { type } of operands) {
    if (type !== undefined && types?.includes(type) === false) throw wrongOperandType(name, type);
  }
  if (needsPath && first === undefined) {
    throw new ExpressionError(`Operator or function requires a document path; operator or function: ${name}`);
  }
}

/** The refusal of an operand by its type. */
export function wrongOperandType(operator: string, type: string): ExpressionError {
  return new ExpressionError(
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${operator}, operand type: ${type}`,
  );
}
