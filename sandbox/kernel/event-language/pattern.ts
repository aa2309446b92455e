import { isObject, parseJson } from '../json.ts';
import { compileValueTest, invalidPattern } from './pattern-leaf.ts';
import type { PatternDialect, ValueTest } from './pattern-leaf.ts';

/** Whether an event satisfies a pattern. */
export type EventTest = (event: unknown) => boolean;

type FieldTest = (field: unknown) => boolean;

/**
 * Compiles an EventBridge event pattern: fields are ANDed, the entries of an array ORed, `$or` ORs whole groups.
 * A field of the event that is an array satisfies a pattern when one of its elements does.
 * @throws AwsError InvalidEventPatternException
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(text: string, dialect: PatternDialect = 'bus'): EventTest {
  const pattern = parseJson(text);
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object');
  return compileGroup(pattern, dialect);
}

function compileGroup(group: Readonly<Record<string, unknown>>, dialect: PatternDialect): EventTest {
  const entries = Object.entries(group);
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  const tests = entries.map(([name, pattern]): EventTest => {
    if (name === '$or') return compileAlternatives(pattern, dialect);
    const test = compileField(name, pattern, dialect);
    return (value) => test(memberOf(value, name));
  });
  return (value) => tests.every((test) => test(value));
}

function compileAlternatives(pattern: unknown, dialect: PatternDialect): EventTest {
  if (!Array.isArray(pattern) || pattern.length < 2 || !pattern.every(isObject)) {
    throw invalidPattern('"$or" must be an array of at least two objects');
  }
  const tests = pattern.map((group) => compileGroup(group, dialect));
  return (value) => tests.some((test) => test(value));
}

function compileField(name: string, pattern: unknown, dialect: PatternDialect): FieldTest {
  if (isObject(pattern)) {
    const test = compileGroup(pattern, dialect);
    return (field) => elementsOf(field).some(test);
  }
  if (!Array.isArray(pattern)) throw invalidPattern(`"${name}" must be an object or an array`);
  if (pattern.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const tests = pattern.map((expression) => compileExpression(expression, dialect));
  return (field) => {
    const values = leavesOf(field);
    return tests.some((test) => test(values));
  };
}

/** One entry of a pattern's array, as a test of all values of the field. */
function compileExpression(
  expression: unknown,
  dialect: PatternDialect,
): (values: readonly unknown[]) => boolean {
  if (isObject(expression) && Object.keys(expression).join() === 'exists') {
    const wanted = expression['exists'];
    if (typeof wanted !== 'boolean')
      throw invalidPattern('exists match pattern must be either true or false.');
    return (values) => values.length > 0 === wanted;
  }
  if (Array.isArray(expression))
    throw invalidPattern('Match value must be String, number, true, false, or null');
  const test: ValueTest = compileValueTest(expression, dialect);
  return (values) => values.some(test);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** What a nested pattern is tried against: each element of an array, so that all its fields hold for the same one. */
function elementsOf(field: unknown): readonly unknown[] {
  if (!Array.isArray(field)) return [field];
  return field.length === 0 ? [undefined] : field.flatMap(elementsOf);
}

/** The leaf values of a field: match expressions never see objects, and an empty array is a field that is not there. */
function leavesOf(field: unknown): readonly unknown[] {
  if (Array.isArray(field)) return field.flatMap(leavesOf);
  return field === undefined || isObject(field) ? [] : [field];
}
