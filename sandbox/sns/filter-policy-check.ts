import { isIP } from 'node:net';
import { isObject } from '../kernel/json.ts';
import { invalidParameter } from './errors.ts';
import type { FilterPolicy, FilterScope } from './filter-policy.ts';

const mostNames = 5;
const mostCombinations = 150;

/**
 * Checks a filter policy as SNS does and gives it its type. Throws InvalidParameter.
 * "Filter policy constraints in Amazon SNS", Amazon SNS Developer Guide.
 */
export function checkFilterPolicy(
  policy: Readonly<Record<string, unknown>>,
  scope: FilterScope,
): FilterPolicy {
  if (Object.keys(policy).length > mostNames) throw refuse('Filter policy can not have more than 5 keys');
  if (combinationsOf(policy, { scope, depth: 1 }) > mostCombinations)
    throw refuse('Filter policy is too complex');
  // Every name, list and operator was checked on the way.
  return policy as FilterPolicy;
}

interface Level {
  readonly scope: FilterScope;
  readonly depth: number;
}

/** Checks all names below and multiplies their alternatives, each list weighted by its depth. */
function combinationsOf(policy: Readonly<Record<string, unknown>>, { scope, depth }: Level): number {
  let combinations = 1;
  for (const [name, rule] of Object.entries(policy)) {
    if (isObject(rule)) {
      if (scope === 'MessageAttributes') {
        throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
      }
      combinations *= combinationsOf(rule, { scope, depth: depth + 1 });
    } else if (!Array.isArray(rule)) {
      throw refuse(`"${name}" must be an object or an array`);
    } else if (rule.length === 0) {
      throw refuse('Empty arrays are not allowed');
    } else if (name === '$or') {
      combinations *= sumOf(rule.map((alternative) => alternativeOf(alternative, { scope, depth })));
    } else {
      for (const condition of rule) checkCondition(condition);
      combinations *= rule.length * depth;
    }
  }
  return combinations;
}

function alternativeOf(alternative: unknown, level: Level): number {
  if (!isObject(alternative)) throw refuse('$or must be a list of objects');
  return combinationsOf(alternative, level);
}

function checkCondition(condition: unknown): void {
  if (isPlain(condition)) return;
  if (!isObject(condition)) throw refuse('Match value must be String, number, true, false, or null');
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(condition);
  if (others.length > 0) throw refuse('Only one key allowed in match expression');
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
      if (typeof operand !== 'string') throw refuse(`${operator} match pattern must be a string`);
      return;
    case 'exists':
      if (typeof operand !== 'boolean') throw refuse('exists match pattern must be either true or false.');
      return;
    case 'anything-but':
      checkAnythingBut(operand);
      return;
    case 'numeric':
      checkNumeric(operand);
      return;
    case 'cidr':
      checkCidr(operand);
      return;
    default:
      throw refuse(`Unrecognized match type ${operator}`);
  }
}

function checkAnythingBut(operand: unknown): void {
  if (isObject(operand)) {
    const [[operator, prefix] = ['', undefined]] = Object.entries(operand);
    if (operator !== 'prefix') throw refuse(`Unsupported anything-but pattern: ${operator}`);
    if (typeof prefix !== 'string') throw refuse('prefix match pattern must be a string');
    return;
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0 || !values.every(isPlain)) {
    throw refuse('Match value must be String, number, true, false, or null');
  }
}

/** One comparison, or a range from below (`>`, `>=`) to above (`<`, `<=`). */
function checkNumeric(operand: unknown): void {
  if (!Array.isArray(operand) || operand.length === 0) throw refuse('Invalid member in numeric match: ]');
  const [first, bottom, second, top, ...rest]: readonly unknown[] = operand;
  if (typeof first !== 'string') throw refuse(`Invalid member in numeric match: ${String(first)}`);
  if (!['<', '<=', '=', '>', '>='].includes(first))
    throw refuse(`Unrecognized numeric range operator: ${first}`);
  if (typeof bottom !== 'number')
    throw refuse(`Value of ${first === '=' ? 'equals' : first} must be numeric`);
  if (second === undefined) return;
  if (first !== '>' && first !== '>=') throw refuse('Too many elements in numeric expression');
  if (typeof second !== 'string') throw refuse(`Bad value in numeric range: ${JSON.stringify(second)}`);
  if (second !== '<' && second !== '<=') throw refuse(`Bad numeric range operator: ${second}`);
  if (typeof top !== 'number') throw refuse(`Value of ${second} must be numeric`);
  if (top <= bottom) throw refuse('Bottom must be less than top');
  if (rest.length > 0) throw refuse('Too many terms in numeric range expression');
}

function checkCidr(operand: unknown): void {
  if (typeof operand !== 'string') throw refuse('prefix match pattern must be a string');
  const [network = '', bits, ...rest] = operand.split('/');
  if (bits === undefined || rest.length > 0) throw refuse("Malformed CIDR, one '/' required");
  if (!/^\d+$/.test(bits)) throw refuse('Malformed CIDR, mask bits must be an integer');
  const family = isIP(network);
  if (family === 0) throw refuse(`Nonstandard IP address: ${network}`);
  if (Number(bits) > (family === 4 ? 32 : 128)) throw refuse('Malformed CIDR, mask bits are out of range');
}

function isPlain(value: unknown): boolean {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

function refuse(problem: string): Error {
  return invalidParameter(`FilterPolicy: ${problem}`);
}
