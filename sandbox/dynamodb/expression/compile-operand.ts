import { typeOf } from '../values/attribute-value.ts';
import type { AttributeType, AttributeValue, Item } from '../values/attribute-value.ts';
import { binaryLength } from '../values/size.ts';
import { conditionFunctions } from './condition-tree.ts';
import type { Call, Operand } from './condition-tree.ts';
import { describePath, valueAt } from './document-path.ts';
import { ExpressionError } from './expression-error.ts';
import type { Path, Scope } from './scope.ts';

/** An operand ready to be read from items. */
export interface CompiledOperand {
  readonly read: (item: Item) => AttributeValue | undefined;
  /** Known before any item is read: of values and of size. */
  readonly type?: AttributeType;
  /** Of operands that are paths. */
  readonly path?: Path;
  /** Of operands that are values of the request. */
  readonly value?: AttributeValue;
}

/** Looks up the names and values of an operand. Throws ExpressionError. */
export function compileOperand(operand: Operand, scope: Scope): CompiledOperand {
  switch (operand.kind) {
    case 'path': {
      const path = scope.path(operand.path);
      return { path, read: (item) => valueAt(item, path) };
    }
    case 'value': {
      const value = scope.value(operand.name);
      return { value, type: typeOf(value), read: () => value };
    }
    case 'call':
      return compileSize(operand, scope);
  }
}

/** Refuses a call with too few or too many operands. */
export function checkOperandCount(call: Call): void {
  if (call.arguments.length === conditionFunctions[call.name]) return;
  throw new ExpressionError(
    'Incorrect number of operands for operator or function; ' +
      `operator or function: ${call.name}, number of operands: ${String(call.arguments.length)}`,
  );
}

/** The refusal of an operand by its type. */
export function wrongOperandType(operator: string, type: string): ExpressionError {
  return new ExpressionError(
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${operator}, operand type: ${type}`,
  );
}

/** Refuses to compare a path with itself. */
export function refuseSamePath(operator: string, operands: readonly CompiledOperand[]): void {
  const [first, second] = operands.map(({ path }) => path);
  if (first === undefined || second === undefined || describePath(first) !== describePath(second)) return;
  throw new ExpressionError(
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
      `operator: ${operator}, first operand: ${describePath(first)}`,
  );
}

function compileSize(call: Call, scope: Scope): CompiledOperand {
  const [operand] = call.arguments.map((argument) => compileOperand(argument, scope));
  checkOperandCount(call);
  const type = operand?.type;
  if (type === 'N' || type === 'BOOL' || type === 'NULL') throw wrongOperandType('size', type);
  return {
    type: 'N',
    read: (item) => {
      const value = operand?.read(item);
      const size = value === undefined ? undefined : sizeOf(value);
      return size === undefined ? undefined : { N: String(size) };
    },
  };
}

function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return binaryLength(value.B);
  if ('M' in value) return Object.keys(value.M).length;
  if ('L' in value) return value.L.length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  return undefined;
}
