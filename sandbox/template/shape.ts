import * as z from 'zod';
import { isObject } from '../kernel/json.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { TemplateError } from './template-error.ts';

/** Anything that a template says at a place. */
export const json = z.custom<Json>((value) => value !== undefined, 'is missing');

/** A map of anything. */
export const map = z.custom<JsonObject>(isObject, 'must be a map');

/** Text; numbers and booleans count, because YAML makes them where CloudFormation means text. */
export const text = z.union([z.string(), z.number(), z.boolean()], 'must be text').transform(String);

/** `value` in its shape. @throws TemplateError with the path of what does not fit, below `at` */
export function shaped<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const isUnknown = issue?.code === 'unrecognized_keys';
  const path = [at, ...(issue?.path ?? []), ...(isUnknown ? issue.keys.slice(0, 1) : [])];
  throw new TemplateError(
    path.filter((name) => name !== '').join('.'),
    isUnknown ? 'not supported by the sandbox' : (issue?.message ?? 'is wrong'),
  );
}

/** `value` as a map. */
export function asObject(value: Json, at: string): JsonObject {
  return shaped(map, value, at);
}

/** `value` as a list. */
export function asList(value: Json, at: string): readonly Json[] {
  return shaped(z.array(json, 'must be a list'), value, at);
}

/** `value` as text. */
export function asText(value: Json, at: string): string {
  return shaped(text, value, at);
}

/** The own member `key`, so that names such as `constructor` find nothing. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Refuses members beside `known` by name. */
export function onlyKeys(object: JsonObject, known: readonly string[], at: string): void {
  const other = Object.keys(object).find((key) => !known.includes(key));
  if (other !== undefined) throw new TemplateError(`${at}.${other}`, 'not supported by the sandbox');
}
