import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, entriesOf } from '../shape.ts';

const methods = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'x-amazon-apigateway-any-method',
];

/** Whether a member of a path item is a method. */
export function isMethod(name: string): boolean {
  return methods.includes(name.toLowerCase());
}

/** `body` with every path item replaced by what `change` makes of it. */
export function mapPaths(
  body: JsonObject,
  at: string,
  change: (item: JsonObject, path: string) => JsonObject,
): JsonObject {
  const items = entriesOf(body['paths'], `${at}.paths`).map(([path, item]): [string, Json] => [
    path,
    change(asObject(item, `${at}.paths.${path}`), path),
  ]);
  return { ...body, paths: Object.fromEntries(items) };
}
