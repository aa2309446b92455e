import { isObject, parseJson } from '../kernel/json.ts';
import type { InvocationResult } from './invoker.ts';

/**
 * The items of a batch that a function did not handle, by their identifiers, in the order of the batch.
 * A failed invocation failed every item; so did an answer that names an item wrongly.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedItems(
  result: InvocationResult,
  items: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] {
  if (result.functionError !== undefined) return items;
  if (!reportsItemFailures) return [];
  const answer = parseJson(result.payload);
  if (answer === null) return [];
  if (!isObject(answer)) return items;
  const failures = answer['batchItemFailures'];
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return items;
  const named = failures.map((failure) => (isObject(failure) ? failure['itemIdentifier'] : undefined));
  const known = new Set(items);
  const isClear = named.every((name) => typeof name === 'string' && known.has(name));
  return isClear ? items.filter((item) => named.includes(item)) : items;
}
