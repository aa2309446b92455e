import { compileGlob } from '../../kernel/event-language/glob.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { runtimeError, SyntaxProblem } from './errors.ts';
import { instantOf } from './instant.ts';
import { pathOf } from './json-path.ts';
import type { Scope } from './json-path.ts';

/** Whether a rule of a Choice state holds. Throws StateError where its Variable is missing. */
type ChoiceTest = (scope: Scope) => boolean;

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
  const [operator, ...more] = Object.entries(rule).filter(([field]) => !plain.has(field));
  if (operator === undefined || more.length > 0)
    throw new SyntaxProblem('A choice rule must have exactly one operator');
  const [name, operand] = operator;
  if (name === 'And' || name === 'Or' || name === 'Not') {
    const tests = rulesOf(name, name === 'Not' ? [operand] : operand);
    if (name === 'And') return (scope) => tests.every((test) => test(scope));
    const isAny = (scope: Scope): boolean => tests.some((test) => test(scope));
    return name === 'Or' ? isAny : (scope) => !isAny(scope);
  }
  const { Variable: variable } = rule;
  if (typeof variable !== 'string') throw new SyntaxProblem(`A rule with ${name} needs a Variable`);
  const path = pathOf(variable);
  if (name === 'IsPresent') {
    const wanted = boolean(name, operand);
    return (scope) => (path.read(scope) !== undefined) === wanted;
  }
  const holds = testOf(name, operand);
  return (scope) => {
    const value = path.read(scope);
    if (value !== undefined) return holds(value, scope);
    throw runtimeError(
      `Invalid path '${variable}': The choice state's condition path references an invalid value.`,
    );
  };
}

function rulesOf(name: string, operand: unknown): readonly ChoiceTest[] {
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isObject)) {
    throw new SyntaxProblem(`${name} needs rules`);
  }
  if (operand.some((rule) => 'Next' in rule)) throw new SyntaxProblem(`A rule inside ${name} has no Next`);
  return operand.map(choiceTestOf);
}

type ValueTest = (value: Json, scope: Scope) => boolean;

function testOf(name: string, operand: unknown): ValueTest {
  const [, kind = ''] = /^Is(Null|String|Numeric|Boolean|Timestamp)$/.exec(name) ?? [];
  const measure = measures[kind];
  if (measure !== undefined) {
    const wanted = boolean(name, operand);
    return (value) => (measure(value) !== undefined) === wanted;
  }
  if (name !== 'StringMatches') return comparison(name, operand);
  if (typeof operand !== 'string') throw new SyntaxProblem('StringMatches needs a string');
  // Several stars in a row mean what one means.
  const matches = compileGlob(
    operand.replaceAll(/\\.|\*+/gs, (token) => (token.startsWith('*') ? '*' : token)),
  );
  if (matches === undefined)
    throw new SyntaxProblem('StringMatches needs a string in which \\ stands before \\ or *');
  return (value) => typeof value === 'string' && matches(value);
}

function boolean(name: string, operand: unknown): boolean {
  if (typeof operand !== 'boolean') throw new SyntaxProblem(`${name} needs true or false`);
  return operand;
}

/** The twenty-odd comparisons: a type, a relation, and optionally `Path`. */
function comparison(name: string, operand: unknown): ValueTest {
  const [, type = '', relation = '', isPath] =
    /^(String|Numeric|Boolean|Timestamp)(.*?)(Path)?$/.exec(name) ?? [];
  const measure = measures[type];
  const holds = Object.hasOwn(relations, relation) ? relations[relation] : undefined;
  if (measure === undefined || holds === undefined || (type === 'Boolean' && relation !== 'Equals')) {
    throw new SyntaxProblem(`${name} is no operator of a choice rule`);
  }
  const test = (left: Json, right: unknown): boolean => {
    const [a, b] = [measure(left), measure(right)];
    return a !== undefined && b !== undefined && holds(a, b);
  };
  if (isPath === undefined) {
    if (measure(operand) === undefined) throw new SyntaxProblem(`${name} needs a value of type ${type}`);
    return (value) => test(value, operand);
  }
  if (typeof operand !== 'string') throw new SyntaxProblem(`${name} needs a path`);
  const other = pathOf(operand);
  return (value, scope) => test(value, other.read(scope));
}

type Comparable = string | number | boolean;

/** What is compared of a value of each type; undefined for values of other types. */
const measures: Readonly<Record<string, (value: unknown) => Comparable | undefined>> = {
  Null: (value) => (value === null ? true : undefined),
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: instantOf,
};

const relations: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  Equals: (a, b) => a === b,
  LessThan: (a, b) => a < b,
  LessThanEquals: (a, b) => a <= b,
  GreaterThan: (a, b) => a > b,
  GreaterThanEquals: (a, b) => a >= b,
};
