import type { Json, JsonObject } from '../kernel/json.ts';
import type { AttributeTarget, Evaluation } from './evaluation.ts';
import { asObject, asText, member } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** `Fn::Sub`: `${Name}`, `${Resource.Attribute}`, own variables, and `${!Literal}`. */
export function sub(argument: Json, run: Evaluation): string {
  const [template, variables] = partsOf(argument, run.at);
  return template.replaceAll(/\$\{([^}]*)\}/g, (_whole, expression: string) => {
    if (expression.startsWith('!')) return `\${${expression.slice(1)}}`;
    return asText(variable(expression.trim(), variables, run), run.at);
  });
}

/** `Queue.Arn` taken apart; the attribute may hold dots itself. */
export function targetOf(expression: string, at: string): AttributeTarget {
  const dot = expression.indexOf('.');
  if (dot <= 0) throw new TemplateError(at, `${expression} names no attribute: write Resource.Attribute`);
  return { logicalId: expression.slice(0, dot), attribute: expression.slice(dot + 1) };
}

function partsOf(argument: Json, at: string): [string, JsonObject] {
  if (!Array.isArray(argument)) return [asText(argument, at), {}];
  const [template = '', variables = {}] = argument as readonly Json[]; // Array.isArray does not narrow readonly arrays
  return [asText(template, at), asObject(variables, at)];
}

function variable(name: string, variables: JsonObject, run: Evaluation): Json {
  const own = member(variables, name);
  if (own !== undefined) return run.value(own) ?? '';
  const value = name.includes('.')
    ? run.scope.attribute(targetOf(name, run.at), run.at)
    : run.scope.ref(name, run.at);
  if (value === undefined) throw new TemplateError(run.at, `\${${name}} has no value`);
  return value;
}
