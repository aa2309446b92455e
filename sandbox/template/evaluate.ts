import { isObject } from '../kernel/json.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Scope } from './evaluation.ts';
import { intrinsicFunctions } from './intrinsic-functions.ts';
import { TemplateError } from './template-error.ts';

/**
 * `value` with all intrinsic functions resolved as CloudFormation documents them; members and items that come to
 * AWS::NoValue are left out.
 * @param at path of the value in the template, for messages
 */
export function evaluate(value: Json, scope: Scope, at: string): Json | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => evaluate(item, scope, `${at}[${String(index)}]`) ?? []);
  }
  if (!isObject(value)) return value;
  const name = functionName(value, at);
  if (name !== undefined) {
    const found = intrinsicFunctions.get(name);
    if (found === undefined) throw new TemplateError(at, `${name} is not supported by the sandbox`);
    const evaluation = { scope, at, value: (argument: Json) => evaluate(argument, scope, at) };
    return found(value[name] ?? '', evaluation);
  }
  const members = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const resolved = evaluate(item, scope, `${at}.${key}`);
    return resolved === undefined ? [] : [[key, resolved]];
  });
  return Object.fromEntries(members);
}

function functionName(object: JsonObject, at: string): string | undefined {
  const keys = Object.keys(object);
  const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name !== undefined && keys.length > 1)
    throw new TemplateError(at, `${name} must stand alone in its map`);
  return name;
}
