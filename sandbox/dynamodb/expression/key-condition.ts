import { validation } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import type { Call, Comparator, Condition, Operand } from './condition-tree.ts';
import type { Scope } from './scope.ts';

/** What a query asks of one key attribute. */
export interface KeyTest {
  readonly operator: Exclude<Comparator, '<>'> | 'BETWEEN' | 'begins_with';
  /** One value; two for BETWEEN. */
  readonly values: readonly AttributeValue[];
}

/** What a query asks of the key, by attribute name: one test for each. */
export type KeyConditions = ReadonlyMap<string, KeyTest>;

/** The comparator to use when the key stands on the right. */
const mirrored: Readonly<Record<Exclude<Comparator, '<>'>, Exclude<Comparator, '<>'>>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * Reads a condition as a key condition: tests of plain attributes, joined by AND.
 * @throws AwsError in DynamoDB's words
 */
export function keyConditionsOf(condition: Condition, scope: Scope): KeyConditions {
  const tests = new Map<string, KeyTest>();
  collect(condition, scope, tests);
  return tests;
}

function collect(condition: Condition, scope: Scope, tests: Map<string, KeyTest>): void {
  switch (condition.kind) {
    case 'and':
      collect(condition.left, scope, tests);
      collect(condition.right, scope, tests);
      return;
    case 'or':
    case 'not':
    case 'in':
      throw invalid(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
    case 'compare':
      collectComparison(condition, scope, tests);
      return;
    case 'between': {
      const { operand, low, high } = condition;
      const name = firstOperandName('BETWEEN', operand, scope);
      addTest(tests, name, { operator: 'BETWEEN', values: [valueOf(low, scope), valueOf(high, scope)] });
      return;
    }
    case 'call':
      collectCall(condition, scope, tests);
  }
}

function collectComparison(
  { operator, left, right }: Extract<Condition, { readonly kind: 'compare' }>,
  scope: Scope,
  tests: Map<string, KeyTest>,
): void {
  if (operator === '<>') throw invalid('Invalid operator used in KeyConditionExpression: <>');
  if (left.kind === 'path' && right.kind === 'path') {
    throw invalid(
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    );
  }
  if (left.kind === 'path') {
    addTest(tests, attributeName(left, scope), { operator, values: [valueOf(right, scope)] });
  } else {
    const name = attributeName(right, scope);
    addTest(tests, name, { operator: mirrored[operator], values: [valueOf(left, scope)] });
  }
}

function collectCall(call: Call, scope: Scope, tests: Map<string, KeyTest>): void {
  if (call.name !== 'begins_with') {
    throw invalid(`Invalid operator used in KeyConditionExpression: ${call.name}`);
  }
  const [operand, prefix] = call.arguments;
  if (operand === undefined || prefix === undefined) return;
  const name = firstOperandName(call.name, operand, scope);
  addTest(tests, name, { operator: 'begins_with', values: [valueOf(prefix, scope)] });
}

function firstOperandName(operator: string, operand: Operand, scope: Scope): string {
  if (operand.kind === 'path') return attributeName(operand, scope);
  throw invalid(
    `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
  );
}

function attributeName(operand: Operand, scope: Scope): string {
  if (operand.kind === 'call') throw nested();
  if (operand.kind === 'value') {
    throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified');
  }
  const [name, ...rest] = scope.path(operand.path);
  if (rest.length > 0) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return String(name);
}

function valueOf(operand: Operand, scope: Scope): AttributeValue {
  if (operand.kind === 'call') throw nested();
  if (operand.kind === 'value') return scope.value(operand.name);
  throw invalid(
    'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
  );
}

function addTest(tests: Map<string, KeyTest>, name: string, test: KeyTest): void {
  if (tests.has(name)) throw invalid('KeyConditionExpressions must only contain one condition per key');
  tests.set(name, test);
}

function nested(): Error {
  return invalid('KeyConditionExpressions cannot contain nested operations');
}

function invalid(message: string): Error {
  return validation(message);
}
