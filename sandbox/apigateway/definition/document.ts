import { AwsError } from '../../kernel/errors.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';

/** A part of the OpenAPI document with its path, for messages. */
export interface DocumentPart {
  readonly value: JsonObject;
  readonly at: string;
}

/** Refuses a document by the path of what is wrong in it. */
export function refuse(at: string, problem: string): AwsError {
  return new AwsError('BadRequestException', `${at}: ${problem}`);
}

/** The map at member `key`, or an empty one. */
export function mapAt({ value, at }: DocumentPart, key: string): DocumentPart {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  if (found === undefined) return { value: {}, at: `${at}.${key}` };
  if (!isObject(found)) throw refuse(`${at}.${key}`, 'must be a map');
  return { value: found, at: `${at}.${key}` };
}

/** The members of a part, each with its path. */
export function members({ value, at }: DocumentPart): [string, Json, string][] {
  return Object.entries(value).map(([name, item]) => [name, item, `${at}.${name}`]);
}

/** A map's members as texts. */
export function textsOf(part: DocumentPart): Record<string, string> {
  const texts = members(part).map(([name, item, at]) => {
    if (typeof item === 'object') throw refuse(at, 'must be text');
    return [name, String(item)];
  });
  return Object.fromEntries(texts) as Record<string, string>; // every value is text, as just checked
}

/** Refuses x-amazon- extensions that are not in `known`: they would change what the API does. */
export function onlyExtensions({ value, at }: DocumentPart, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (name.startsWith('x-amazon-') && !known.includes(name)) {
      throw refuse(`${at}.${name}`, 'not supported by the sandbox');
    }
  }
}
