import { BlockList, isIP } from 'node:net';
import { AwsError } from '../errors.ts';
import { isObject } from '../json.ts';
import { compileGlob } from './glob.ts';

/** Whether one value of a field satisfies one match expression. */
export type ValueTest = (value: unknown) => boolean;

/** Who reads a pattern: event buses, the filter policies of topics, or pipes and event source mappings. */
export type PatternDialect = 'bus' | 'topic' | 'pipe';

/** The operators that the dialects know inside `anything-but`, beside plain values. */
const insideAnythingBut: Readonly<Record<PatternDialect, readonly string[]>> = {
  bus: ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'],
  topic: ['prefix', 'suffix'],
  pipe: [],
};

/** The operators of EventBridge that work on single values (`exists` works on the field and is not among them). */
export function compileValueTest(expression: unknown, dialect: PatternDialect): ValueTest {
  if (!isObject(expression)) return (value) => value === expression;
  const [operator = '', ...more] = Object.keys(expression);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  const operand = expression[operator];
  switch (operator) {
    case 'prefix':
      return textTest(operand, dialect, (text, part) => text.startsWith(part));
    case 'suffix':
      return textTest(operand, dialect, (text, part) => text.endsWith(part));
    case 'equals-ignore-case':
      return equalsIgnoringCase(operand);
    case 'anything-but':
      return anythingBut(operand, dialect);
    case 'numeric':
      return numeric(operand);
    case 'cidr':
      return cidr(operand);
    case 'wildcard':
      if (dialect === 'bus') return wildcard(operand);
      break;
  }
  throw invalidPattern(`Unrecognized match type ${operator}`);
}

function textTest(
  operand: unknown,
  dialect: PatternDialect,
  holds: (text: string, part: string) => boolean,
): ValueTest {
  if (dialect === 'bus' && isObject(operand) && Object.keys(operand).join() === 'equals-ignore-case') {
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

/** `anything-but`: values, or one text operator over one or several texts. */
function anythingBut(operand: unknown, dialect: PatternDialect): ValueTest {
  if (!isObject(operand)) {
    const refused = listOf(operand);
    const [type, ...others] = new Set(refused.map((value) => typeof value));
    if (others.length > 0 || (type !== 'string' && type !== 'number')) {
      throw invalidPattern('Inside anything-but, either strings or numbers are allowed, and not both');
    }
    return (value) => !refused.includes(value);
  }
  const [operator = '', ...more] = Object.keys(operand);
  if (!insideAnythingBut[dialect].includes(operator) || more.length > 0) {
    throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  }
  const tests = listOf(operand[operator]).map((part) => compileValueTest({ [operator]: part }, dialect));
  return (value) => !tests.some((test) => test(value));
}

type Comparison = (a: number, b: number) => boolean;

const lowerBounds: Readonly<Record<string, Comparison>> = { '>': (a, b) => a > b, '>=': (a, b) => a >= b };
const upperBounds: Readonly<Record<string, Comparison>> = { '<': (a, b) => a < b, '<=': (a, b) => a <= b };
const comparisons: Readonly<Record<string, Comparison>> = {
  '=': (a, b) => a === b,
  ...lowerBounds,
  ...upperBounds,
};

/** `["=", 5]`, one bound, or a range from its lower to its upper bound `[">", 0, "<=", 5]`. */
function numeric(operand: unknown): ValueTest {
  const terms = Array.isArray(operand) ? (operand as readonly unknown[]) : []; // Array.isArray gives any[]
  if (terms.length === 0 || terms.length % 2 > 0) throw invalidPattern('Value of numeric must be an array');
  const [first, limit, second, top] = terms;
  const test = bound(comparisons, first, limit);
  if (terms.length === 2) return test;
  if (terms.length > 4 || !Object.hasOwn(lowerBounds, String(first))) {
    throw invalidPattern('Too many terms in numeric range expression');
  }
  const isBelow = bound(upperBounds, second, top);
  if (Number(limit) >= Number(top)) throw invalidPattern('Bottom must be less than top');
  return (value) => test(value) && isBelow(value);
}

function bound(known: typeof comparisons, operator: unknown, limit: unknown): ValueTest {
  const compare = Object.hasOwn(known, String(operator)) ? known[String(operator)] : undefined;
  if (compare === undefined) {
    throw invalidPattern(`Unrecognized numeric range operator: ${String(operator)}`);
  }
  if (typeof limit !== 'number') throw invalidPattern('Value of numeric range must be a number');
  return (value) => typeof value === 'number' && compare(value, limit);
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

/** The refusal of a pattern, as EventBridge words it. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
