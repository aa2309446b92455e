import { AwsError } from '../kernel/errors.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import type { MessageAttributes } from '../kernel/message-attributes.ts';
import type { MessageAttribute } from '../kernel/service.ts';
import { invalidParameter } from './errors.ts';

/** What a filter policy looks at. */
export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** Whether a message passes a filter policy. */
export type MessageFilter = (message: {
  readonly body: string;
  readonly attributes: MessageAttributes;
}) => boolean;

const mostNames = 5;
const mostCombinations = 150;

/**
 * Compiles a filter policy: an event pattern over the message's attributes or its body, within limits of its own.
 * "Filter policy constraints in Amazon SNS", Amazon SNS Developer Guide. Throws InvalidParameter.
 */
export function compileFilter(text: string, scope: FilterScope): MessageFilter {
  const policy = parseJson(text);
  if (!isObject(policy)) throw refuse('failed to parse JSON.');
  const names = Object.keys(policy);
  if (names.length > mostNames) throw refuse('Filter policy can not have more than 5 keys');
  if (scope === 'MessageAttributes' && isNested(policy)) {
    throw invalidParameter('Filter policy scope MessageAttributes does not support nested filter policy');
  }
  const passes = names.length === 0 ? () => true : compiled(text);
  if (combinationsOf(policy, 1) > mostCombinations) throw refuse('Filter policy is too complex');
  if (scope === 'MessageAttributes') return ({ attributes }) => passes(valuesOf(attributes));
  return ({ body }) => {
    const value = parseJson(body);
    // A body that is no JSON object passes no filter, not even one that asks for absent names.
    return isObject(value) && passes(value);
  };
}

function isNested(policy: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(policy).some(([name, rule]) => {
    if (name !== '$or') return isObject(rule);
    return Array.isArray(rule) && rule.filter(isObject).some(isNested);
  });
}

function compiled(text: string): (value: unknown) => boolean {
  try {
    return compilePattern(text, 'topic');
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    throw refuse(thrown.message.replace(/^.*? Reason: /, ''));
  }
}

/** The alternatives of all names multiplied, each list weighted by its depth; `$or` adds up its own. */
function combinationsOf(policy: Readonly<Record<string, unknown>>, depth: number): number {
  return Object.entries(policy).reduce((product, [name, rule]) => {
    if (isObject(rule)) return product * combinationsOf(rule, depth + 1);
    const conditions: readonly unknown[] = Array.isArray(rule) ? rule : [];
    if (name !== '$or') return product * conditions.length * depth;
    return product * conditions.filter(isObject).reduce((sum, each) => sum + combinationsOf(each, depth), 0);
  }, 1);
}

/** Attributes as the members of an event. Binary ones are not seen by filters, as on AWS. */
function valuesOf(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  const seen = Object.entries(attributes).filter(([, { StringValue }]) => StringValue !== undefined);
  return Object.fromEntries(seen.map(([name, attribute]) => [name, valueOf(attribute)]));
}

function valueOf({ DataType, StringValue = '' }: MessageAttribute): unknown {
  if (DataType.startsWith('Number')) return Number(StringValue);
  return DataType === 'String.Array' ? parseJson(StringValue) : StringValue;
}

function refuse(problem: string): AwsError {
  return invalidParameter(`FilterPolicy: ${problem}`);
}
