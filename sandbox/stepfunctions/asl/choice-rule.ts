import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { runtimeError, SyntaxProblem } from './errors.ts';
import { instantOf } from './instant.ts';
import { pathOf } from './json-path.ts';
import type { Scope } from './scope.ts';

/** Whether a rule of a Choice state holds. Throws StateError where its Variable is missing. */
export type ChoiceTest = (scope: Scope) => boolean;

const known = new WeakMap<object, ChoiceTest>();

/** Fields of a rule that are no operator. */
const plain = new Set(['Variable', 'Next', 'Comment']);

/** Understands a rule (without looking at its Next); remembered by its identity. @throws SyntaxProblem */
export function choiceTestOf(rule: object): ChoiceTest {
  let test = known.get(rule);
  if (test === undefined) known.set(rule, (test = compile({ ...rule })));
  return test;
}

function compile(rule: Readonly<Record<string, unknown>>): ChoiceTest {
  const { Variable: variable } = rule;
  const [[name, operand] = ['', undefined], ...more] = Object.entries(rule).filter(
    ([field]) => !plain.has(field),
  );
  if (name === '' || more.length > 0) throw new SyntaxProblem('A choice rule must have exactly one operator');
  if (name === 'And' || name === 'Or') {
    const tests = rulesOf(name, operand);
    return name === 'And'
      ? (scope) => tests.every((test) => test(scope))
      : (scope) => tests.some((test) => test(scope));
  }
  if (name === 'Not') {
    const [test] = rulesOf(name, [operand]);
    return (scope) => test?.(scope) === false;
  }
  if (typeof variable !== 'string') throw new SyntaxProblem(`A rule with ${name} needs a Variable`);
  return compare(name, variable, operand);
}

function rulesOf(name: string, operand: unknown): readonly ChoiceTest[] {
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isObject)) {
    throw new SyntaxProblem(`${name} needs rules`);
  }
  for (const rule of operand)
    if ('Next' in rule) throw new SyntaxProblem(`A rule inside ${name} has no Next`);
  return operand.map(choiceTestOf);
}

function compare(name: string, variable: string, operand: unknown): ChoiceTest {
  const path = pathOf(variable);
  if (name === 'IsPresent') {
    const wanted = booleanOf(name, operand);
    return (scope) => (path.read(scope) !== undefined) === wanted;
  }
  const read = (scope: Scope): Json => {
    const value = path.read(scope);
    if (value !== undefined) return value;
    throw runtimeError(
      `Invalid path '${variable}': The choice state's condition path references an invalid value.`,
    );
  };
  const kind = kinds[name];
  if (kind !== undefined) {
    const wanted = booleanOf(name, operand);
    return (scope) => kind(read(scope)) === wanted;
  }
  if (name === 'StringMatches') {
    if (typeof operand !== 'string') throw new SyntaxProblem('StringMatches needs a string');
    const pattern = wildcard(operand);
    return (scope) => matches(pattern, read(scope));
  }
  return order(name, read, operand);
}

/** The twenty-odd comparisons: a type, a relation, and optionally `Path`. */
function order(name: string, read: (scope: Scope) => Json, operand: unknown): ChoiceTest {
  const [, type = '', relation = '', isPath] =
    /^(String|Numeric|Boolean|Timestamp)(.*?)(Path)?$/.exec(name) ?? [];
  const measure = measures[type];
  const holds = relations[relation];
  if (measure === undefined || holds === undefined || (type === 'Boolean' && relation !== 'Equals')) {
    throw new SyntaxProblem(`${name} is no operator of a choice rule`);
  }
  const test = (left: Json, right: unknown): boolean => {
    const [a, b] = [measure(left), measure(right)];
    return a !== undefined && b !== undefined && holds(a, b);
  };
  if (isPath === undefined) {
    if (measure(operand) === undefined) throw new SyntaxProblem(`${name} needs a value of type ${type}`);
    return (scope) => test(read(scope), operand);
  }
  if (typeof operand !== 'string') throw new SyntaxProblem(`${name} needs a path`);
  const other = pathOf(operand);
  return (scope) => test(read(scope), other.read(scope));
}

const measures: Readonly<Record<string, (value: unknown) => string | number | boolean | undefined>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: instantOf,
};

type Comparable = string | number | boolean;
const relations: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThan: (a, b) => a > b,
  GreaterThanEquals: (a, b) => a >= b,
};

const kinds: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => instantOf(value) !== undefined,
};

function booleanOf(name: string, operand: unknown): boolean {
  if (typeof operand !== 'boolean') throw new SyntaxProblem(`${name} needs true or false`);
  return operand;
}

/** The literal parts between the stars of a StringMatches pattern; `\*` and `\\` stand for themselves. */
function wildcard(pattern: string): readonly string[] {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (token === '*') parts.push('');
    else parts.push((parts.pop() ?? '') + (token.length === 2 ? token.slice(1) : token));
  }
  return parts;
}

/** Walks the parts from left to right, so that no pattern can make it slow, as a regular expression could be. */
function matches([first = '', ...rest]: readonly string[], value: Json): boolean {
  if (typeof value !== 'string') return false;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
