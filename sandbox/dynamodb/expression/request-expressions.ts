import { AwsError } from '../../kernel/errors.ts';
import { validation, wrongShape } from '../errors.ts';
import { readValue } from '../values/read-value.ts';
import { compileCondition } from './compile-condition.ts';
import type { Predicate } from './compile-condition.ts';
import { compileUpdate } from './compile-update.ts';
import type { Update } from './compile-update.ts';
import { keyConditionsOf } from './key-condition.ts';
import type { KeyConditions } from './key-condition.ts';
import { parseCondition } from './parse-condition.ts';
import { parseUpdate } from './parse-update.ts';
import { compileProjection, parseProjection } from './projection.ts';
import type { Projection } from './projection.ts';
import { ExpressionError, Scope } from './scope.ts';

/** Expression parameters, in the order in which DynamoDB checks them. */
const expressionNames = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;
type ExpressionName = (typeof expressionNames)[number];
type Given = Readonly<Record<string, unknown>> | undefined;

/** The expression parameters of a request; it has a member for each that its operation takes. */
export interface ExpressionInput extends Readonly<Partial<Record<ExpressionName, string | undefined>>> {
  readonly ExpressionAttributeNames?: Given;
  readonly ExpressionAttributeValues?: Given;
}

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

/** Programs send the same texts again and again, so the trees are kept. */
const rememberedTexts = 1_000;
const conditionTree = remembered(parseCondition);
const updateTree = remembered(parseUpdate);
const projectionTree = remembered(parseProjection);

/**
 * Compiles the expressions of a request.
 * @throws AwsError for everything that is wrong with them or with their names and values, in DynamoDB's words
 */
export function readExpressions(input: ExpressionInput): RequestExpressions {
  checkParameters(input);
  const scope = new Scope(readNames(input), readValues(input));
  const compiled: RequestExpressions = {};
  for (const name of expressionNames) {
    const text = input[name];
    if (text !== undefined) Object.assign(compiled, compileOne(name, text, scope));
  }
  refuseUnused('Names', scope.names.unused);
  refuseUnused('Values', scope.values.unused);
  return compiled;
}

function compileOne(name: ExpressionName, text: string, scope: Scope): RequestExpressions {
  try {
    switch (name) {
      case 'UpdateExpression':
        return { update: compileUpdate(updateTree(text), scope) };
      case 'ConditionExpression':
        return { condition: compileCondition(conditionTree(text), scope) };
      case 'KeyConditionExpression':
        compileCondition(conditionTree(text), scope);
        return { keyConditions: keyConditionsOf(conditionTree(text), scope) };
      case 'FilterExpression': {
        const before = scope.paths.length;
        const filter = compileCondition(conditionTree(text), scope);
        const filterAttributes = new Set(scope.paths.slice(before).map(([head]) => String(head)));
        return { filter, filterAttributes };
      }
      case 'ProjectionExpression':
        return { projection: compileProjection(projectionTree(text), scope) };
    }
  } catch (thrown) {
    if (thrown instanceof ExpressionError) throw validation(`Invalid ${name}: ${thrown.message}`);
    throw thrown;
  }
}

function checkParameters(input: ExpressionInput): void {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const isUsed = (name: ExpressionName): boolean => input[name] !== undefined;
  if (names !== undefined && !expressionNames.some(isUsed)) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  const withValues = expressionNames.filter((name) => name in input && name !== 'ProjectionExpression');
  if (values === undefined || withValues.some(isUsed)) return;
  const absent = `${withValues.join(' and ')} ${withValues.length > 1 ? 'are' : 'is'} null`;
  throw validation(`ExpressionAttributeValues can only be specified when using expressions: ${absent}`);
}

function readNames({ ExpressionAttributeNames: names }: ExpressionInput) {
  checkKeys('ExpressionAttributeNames', names, '#');
  return mapValues(names, (value) => {
    if (typeof value !== 'string') throw wrongShape('String', value);
    return value;
  });
}

function readValues({ ExpressionAttributeValues: values }: ExpressionInput) {
  checkKeys('ExpressionAttributeValues', values, ':');
  return mapValues(values, (value, key) => {
    try {
      return readValue(value);
    } catch (thrown) {
      if (!(thrown instanceof AwsError) || thrown.code !== 'ValidationException') throw thrown;
      throw validation(`ExpressionAttributeValues contains invalid value: ${thrown.message} for key ${key}`);
    }
  });
}

function checkKeys(member: string, map: Given, mark: string): void {
  const keys = Object.keys(map ?? {});
  if (map !== undefined && keys.length === 0) throw validation(`${member} must not be empty`);
  const wrong = keys.find((key) => !key.startsWith(mark) || !/^.\w+$/.test(key));
  if (wrong === undefined) return;
  throw validation(`${member} contains invalid key: Syntax error; key: "${wrong}"`);
}

function mapValues<Value>(map: Given = {}, read: (value: unknown, key: string) => Value) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, read(value, key)]));
}

function refuseUnused(kind: 'Names' | 'Values', unused: readonly string[]): void {
  if (unused.length === 0) return;
  throw validation(
    `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${unused.join(', ')}}`,
  );
}

/** Remembers the trees of the texts that came last; texts that cannot be parsed are not remembered. */
function remembered<Tree>(parse: (text: string) => Tree): (text: string) => Tree {
  const known = new Map<string, Tree>();
  return (text) => {
    const tree = known.get(text) ?? parse(text);
    known.delete(text);
    known.set(text, tree);
    const [oldest] = known.keys();
    if (known.size > rememberedTexts && oldest !== undefined) known.delete(oldest);
    return tree;
  };
}
