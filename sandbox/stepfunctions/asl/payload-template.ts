import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { runtimeError, SyntaxProblem } from './errors.ts';
import { compileIntrinsic } from './intrinsic-syntax.ts';
import { pathOf } from './json-path.ts';
import type { Scope } from './json-path.ts';

/** A value to be made from what a state sees. */
export type Expression = (scope: Scope) => Json;

const known = new WeakMap<object, Expression>();

/**
 * Understands a payload template (Parameters, ResultSelector, ItemSelector): members whose name ends in `.$` are paths
 * or intrinsic functions, everything else stands for itself. Remembered by the template's identity.
 * @throws SyntaxProblem
 */
export function templateOf(template: Json): Expression {
  if (typeof template !== 'object' || template === null) return () => template;
  let expression = known.get(template);
  if (expression === undefined) known.set(template, (expression = compile(template)));
  return expression;
}

/** A path or an intrinsic call, as the field `name.$` holds it. */
export function expressionOf(text: string, field: string): Expression {
  if (!text.startsWith('$')) return compileIntrinsic(text);
  const path = pathOf(text);
  return (scope) => {
    const value = path.read(scope);
    if (value !== undefined) return value;
    const input = JSON.stringify(scope.input);
    // AWS documents States.ParameterPathFailure for this and gives States.Runtime.
    throw runtimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${input}'`,
    );
  };
}

function compile(template: Json): Expression {
  if (Array.isArray(template)) {
    const items = (template as readonly Json[]).map(compile); // isArray drops readonly
    return (scope) => items.map((item) => item(scope));
  }
  if (!isObject(template)) return () => template;
  const members = Object.entries(template).map(([name, value]): [string, Expression] => {
    if (!name.endsWith('.$')) return [name, compile(value)];
    if (typeof value !== 'string')
      throw new SyntaxProblem(`The value for the field '${name}' must be a valid JSONPath`);
    return [name.slice(0, -2), expressionOf(value, name)];
  });
  return (scope) => Object.fromEntries(members.map(([name, value]) => [name, value(scope)]));
}
