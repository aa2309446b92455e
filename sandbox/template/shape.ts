import { isObject } from '../kernel/json.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { TemplateError } from './template-error.ts';

/** `value` as a map. */
export function asObject(value: Json, at: string): JsonObject {
  if (!isObject(value)) throw new TemplateError(at, 'must be a map');
  return value;
}

/** `value` as a list. */
export function asList(value: Json, at: string): readonly Json[] {
  if (!Array.isArray(value)) throw new TemplateError(at, 'must be a list');
  // Array.isArray does not narrow readonly arrays; a Json that is an array holds Json.
  return value as readonly Json[];
}

/** `value` as text; numbers and booleans count, because YAML makes them where CloudFormation means text. */
export function asText(value: Json, at: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(at, 'must be text');
}

/** The members of a map; none where it is absent. */
export function entriesOf(value: Json | undefined, at: string): [string, Json][] {
  return value === undefined ? [] : Object.entries(asObject(value, at));
}

/** The own member `key`, so that names such as `constructor` find nothing. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Refuses members beside `known` by name. */
export function onlyKeys(object: JsonObject, known: readonly string[], at: string): void {
  for (const key of Object.keys(object)) {
    if (!known.includes(key)) {
      throw new TemplateError(at === '' ? key : `${at}.${key}`, 'not supported by the sandbox');
    }
  }
}
