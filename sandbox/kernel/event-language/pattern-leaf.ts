import { BlockList, isIP } from 'node:net';
import { isObject } from '../json.ts';
import { compileGlob } from './glob.ts';
import { invalidPattern } from './invalid-pattern.ts';

/** Whether one value of a field satisfies one match expression. */
export type ValueTest = (value: unknown) => boolean;

/** The operators of EventBridge that work on single values (`exists` works on the field and is not among them). */
export function compileValueTest(expression: unknown, extended: boolean): ValueTest {
  if (!isObject(expression)) return (value) => value === expression;
  const [operator = '', ...more] = Object.keys(expression);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  const operand = expression[operator];
  switch (operator) {
    case 'prefix':
      return textTest(operand, (text, part) => text.startsWith(part));
    case 'suffix':
      return textTest(operand, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return equalsIgnoringCase(operand);
    case 'anything-but':
      return anythingBut(operand, extended);
    case 'numeric':
      return numeric(operand);
    case 'cidr':
      return cidr(operand);
    case 'wildcard':
      if (extended) return wildcard(operand);
      break;
  }
  throw invalidPattern(`Unrecognized match type ${operator}`);
}

function textTest(operand: unknown, holds: (text: string, part: string) => boolean): ValueTest {
  if (isObject(operand) && Object.keys(operand).join() === 'equals-ignore-case') {
    const part = textOf(operand['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), part);
  }
  const part = textOf(operand);
  return (value) => typeof value === 'string' && holds(value, part);
}

function equalsIgnoringCase(operand: unknown): ValueTest {
  const wanted = textOf(operand).toLowerCase();
  return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
}

function wildcard(operand: unknown): ValueTest {
  const glob = compileGlob(textOf(operand));
  if (glob === undefined) {
    throw invalidPattern('Consecutive wildcard characters or an invalid escape character in wildcard');
  }
  return (value) => typeof value === 'string' && glob(value);
}

/** `anything-but`: values, or one text operator over one or several texts (buses only: pipes know plain values). */
function anythingBut(operand: unknown, extended: boolean): ValueTest {
  if (!isObject(operand)) {
    const refused = listOf(operand);
    const [type, ...others] = new Set(refused.map((value) => typeof value));
    if (others.length > 0 || (type !== 'string' && type !== 'number')) {
      throw invalidPattern('Inside anything-but, either strings or numbers are allowed, and not both');
    }
    return (value) => !refused.includes(value);
  }
  const [operator = '', ...more] = Object.keys(operand);
  const known = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator);
  if (!extended || !known || more.length > 0) {
    throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  }
  const tests = listOf(operand[operator]).map((part) => compileValueTest({ [operator]: part }, true));
  return (value) => !tests.some((test) => test(value));
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** `["=", 5]` or a range `[">", 0, "<=", 5]`. */
function numeric(operand: unknown): ValueTest {
  const parts = Array.isArray(operand) ? (operand as readonly unknown[]) : []; // Array.isArray gives any[]
  if (parts.length !== 2 && parts.length !== 4) throw invalidPattern('Value of numeric must be an array');
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = comparisons[String(parts[index])];
    const limit = parts[index + 1];
    if (compare === undefined) {
      throw invalidPattern(`Unrecognized numeric range operator: ${String(parts[index])}`);
    }
    if (typeof limit !== 'number') throw invalidPattern('Value of numeric range must be a number');
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(operand: unknown): ValueTest {
  const [address = '', bits = ''] = textOf(operand).split('/');
  const family = isIP(address);
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === 0 || !(length <= (family === 4 ? 32 : 128))) {
    throw invalidPattern(`Malformed CIDR, ${textOf(operand)}`);
  }
  const block = new BlockList();
  block.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  return (value) =>
    typeof value === 'string' && isIP(value) === family && block.check(value, family === 4 ? 'ipv4' : 'ipv6');
}

function textOf(operand: unknown): string {
  if (typeof operand !== 'string') throw invalidPattern('a match expression must be a string here');
  return operand;
}

function listOf(operand: unknown): readonly unknown[] {
  const list = Array.isArray(operand) ? (operand as readonly unknown[]) : [operand]; // Array.isArray gives any[]
  if (list.length === 0) throw invalidPattern('Empty arrays are not allowed');
  return list;
}
