import { validation } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { callOf } from './compile-condition.ts';
import type { Call, Node } from './cursor.ts';
import type { Scope } from './scope.ts';

/** The operators of key conditions, each with the one to use when the key stands on the right. */
const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type Comparator = keyof typeof mirrored;

/** What a query asks of one key attribute. */
export interface KeyTest {
  readonly operator: Comparator | 'BETWEEN' | 'begins_with';
  /** One value; two for BETWEEN. */
  readonly values: readonly AttributeValue[];
}

/** What a query asks of the key, by attribute name: one test for each. */
export type KeyConditions = ReadonlyMap<string, KeyTest>;

/**
 * Reads a condition as a key condition: tests of plain attributes, joined by AND.
 * @throws AwsError in DynamoDB's words
 */
export function keyConditionsOf(condition: Call, scope: Scope): KeyConditions {
  const tests = new Map<string, KeyTest>();
  for (const call of joinedByAnd(condition)) {
    const { name, operator, values } = readTest(call, scope);
    if (tests.has(name)) {
      throw validation('KeyConditionExpressions must only contain one condition per key');
    }
    tests.set(name, { operator, values });
  }
  return tests;
}

function joinedByAnd(condition: Call): readonly Call[] {
  if (condition.name !== 'AND') return [condition];
  return condition.operands.flatMap((operand) => joinedByAnd(callOf(operand)));
}

function readTest({ name: operator, operands }: Call, scope: Scope): KeyTest & { readonly name: string } {
  const [first, ...rest] = operands;
  if (operator === 'BETWEEN' || operator === 'begins_with') {
    if (first?.kind !== 'path') {
      throw invalidCondition(`${operator} operator must have the key attribute as its first operand`);
    }
    return { name: nameOf(first, scope), operator, values: rest.map((operand) => valueOf(operand, scope)) };
  }
  if (!isComparator(operator)) {
    throw validation(`Invalid operator used in KeyConditionExpression: ${operator}`);
  }
  const isFirst = first?.kind === 'path';
  const [key, ...others] = isFirst ? operands : operands.toReversed();
  const values = others.map((operand) => valueOf(operand, scope));
  return { name: nameOf(key, scope), operator: isFirst ? operator : mirrored[operator], values };
}

function isComparator(operator: string): operator is Comparator {
  return Object.hasOwn(mirrored, operator);
}

function nameOf(node: Node | undefined, scope: Scope): string {
  if (node?.kind === 'call') throw nested();
  if (node?.kind !== 'path') throw invalidCondition('No key attribute specified');
  const [name, ...rest] = scope.path(node.path);
  if (rest.length === 0) return String(name);
  throw validation('KeyConditionExpressions cannot have conditions on nested attributes');
}

function valueOf(node: Node, scope: Scope): AttributeValue {
  if (node.kind === 'call') throw nested();
  if (node.kind === 'value') return scope.values.find(node.name);
  throw invalidCondition('Multiple attribute names used in one condition');
}

function invalidCondition(reason: string): Error {
  return validation(`Invalid condition in KeyConditionExpression: ${reason}`);
}

function nested(): Error {
  return validation('KeyConditionExpressions cannot contain nested operations');
}
