import type { JsonObject } from '../../kernel/json.ts';
import { asObject } from '../shape.ts';

const methods = 'get put post delete options head patch x-amazon-apigateway-any-method'.split(' ');

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
  const items = Object.entries(asObject(body['paths'] ?? {}, `${at}.paths`)).map(
    ([path, item]) => [path, change(asObject(item, `${at}.paths.${path}`), path)] as const,
  );
  return { ...body, paths: Object.fromEntries(items) };
}
