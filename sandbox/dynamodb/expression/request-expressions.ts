import { AwsError } from '../../kernel/errors.ts';
import { isObject } from '../../kernel/json.ts';
import { validation, wrongShape } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { readValue } from '../values/read-value.ts';
import { compileCondition } from './compile-condition.ts';
import type { Predicate } from './compile-condition.ts';
import { compileUpdate } from './compile-update.ts';
import type { Update } from './compile-update.ts';
import { ExpressionError } from './expression-error.ts';
import { keyConditionsOf } from './key-condition.ts';
import type { KeyConditions } from './key-condition.ts';
import { lru } from './lru.ts';
import { parseCondition } from './parse-condition.ts';
import { parseUpdate } from './parse-update.ts';
import { compileProjection, parseProjection } from './projection.ts';
import type { Projection } from './projection.ts';
import { Scope } from './scope.ts';

/** Expression parameters, in the order in which DynamoDB checks them. */
const expressionNames = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;
type ExpressionName = (typeof expressionNames)[number];

/** The compiled expressions of one request. */
export interface RequestExpressions {
  readonly update?: Update;
  readonly condition?: Predicate;
  readonly keyConditions?: KeyConditions;
  readonly filter?: Predicate;
  /** Top-level attributes that the filter reads. */
  readonly filterAttributes?: ReadonlySet<string>;
  readonly projection?: Projection;
}

type RawInput = Readonly<Record<string, unknown>>;

/** Programs send the same texts again and again, so the trees are kept. */
const rememberedTexts = 1_000;
const conditionTree = lru(rememberedTexts, parseCondition);
const updateTree = lru(rememberedTexts, parseUpdate);
const projectionTree = lru(rememberedTexts, parseProjection);

/**
 * Compiles the expressions of a request, which may have those called `allowed`.
 * @throws AwsError for everything that is wrong with them or with their names and values, in DynamoDB's words
 */
export function readExpressions(raw: RawInput): RequestExpressions {
  const allowed = expressionNames.filter((name) => name in raw);
  const given = allowed.filter((name) => raw[name] !== undefined && raw[name] !== null);
  checkParameters(raw, given, allowed);
  const scope = new Scope(readNames(raw), readValues(raw));
  const compiled: Partial<Record<keyof RequestExpressions, unknown>> = {};
  for (const name of given) Object.assign(compiled, compileOne(name, raw[name], scope));
  refuseUnused('Names', scope.unused.names);
  refuseUnused('Values', scope.unused.values);
  // compileOne makes exactly these members.
  return compiled as RequestExpressions;
}

function compileOne(name: ExpressionName, text: unknown, scope: Scope): RequestExpressions {
  if (typeof text !== 'string') throw wrongShape('String', text);
  try {
    switch (name) {
      case 'UpdateExpression':
        return { update: compileUpdate(updateTree(text), scope) };
      case 'ConditionExpression':
        return { condition: compileCondition(conditionTree(text), scope) };
      case 'KeyConditionExpression': {
        const tree = conditionTree(text);
        compileCondition(tree, scope);
        return { keyConditions: keyConditionsOf(tree, scope) };
      }
      case 'FilterExpression':
        return compileFilter(text, scope);
      case 'ProjectionExpression':
        return { projection: compileProjection(projectionTree(text), scope) };
    }
  } catch (thrown) {
    if (thrown instanceof ExpressionError) throw validation(`Invalid ${name}: ${thrown.message}`);
    throw thrown;
  }
}

function compileFilter(text: string, scope: Scope): RequestExpressions {
  const before = scope.paths.length;
  const filter = compileCondition(conditionTree(text), scope);
  return { filter, filterAttributes: new Set(scope.paths.slice(before).map(([head]) => String(head))) };
}

function checkParameters(
  raw: RawInput,
  given: readonly ExpressionName[],
  allowed: readonly ExpressionName[],
): void {
  if (isGiven(raw, 'ExpressionAttributeNames') && given.length === 0) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  const withValues = allowed.filter((name) => name !== 'ProjectionExpression');
  if (isGiven(raw, 'ExpressionAttributeValues') && !withValues.some((name) => given.includes(name))) {
    const names = withValues.join(' and ');
    throw validation(
      'ExpressionAttributeValues can only be specified when using expressions' +
        (names === '' ? '' : `: ${names} ${withValues.length > 1 ? 'are' : 'is'} null`),
    );
  }
}

function isGiven(raw: RawInput, name: string): boolean {
  return raw[name] !== undefined && raw[name] !== null;
}

function readNames(raw: RawInput): Readonly<Record<string, string>> {
  return readMap(raw, { member: 'ExpressionAttributeNames', mark: '#' }, (value) => {
    if (typeof value !== 'string') throw wrongShape('String', value);
    return value;
  });
}

function readValues(raw: RawInput): Readonly<Record<string, AttributeValue>> {
  return readMap(raw, { member: 'ExpressionAttributeValues', mark: ':' }, (value, key) => {
    try {
      return readValue(value);
    } catch (thrown) {
      if (!(thrown instanceof AwsError) || thrown.code !== 'ValidationException') throw thrown;
      throw validation(`ExpressionAttributeValues contains invalid value: ${thrown.message} for key ${key}`);
    }
  });
}

function readMap<Value>(
  raw: RawInput,
  { member, mark }: { readonly member: string; readonly mark: string },
  read: (value: unknown, key: string) => Value,
): Readonly<Record<string, Value>> {
  const map = raw[member];
  if (map === undefined || map === null) return {};
  if (!isObject(map)) throw wrongShape('Map', map);
  const entries = Object.entries(map);
  if (entries.length === 0) throw validation(`${member} must not be empty`);
  for (const [key] of entries) {
    if (!key.startsWith(mark) || !/^.\w+$/.test(key)) {
      throw validation(`${member} contains invalid key: Syntax error; key: "${key}"`);
    }
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, read(value, key)]));
}

function refuseUnused(kind: 'Names' | 'Values', unused: readonly string[]): void {
  if (unused.length === 0) return;
  throw validation(
    `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${unused.join(', ')}}`,
  );
}
