import type { Json, JsonObject } from '../kernel/json.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './evaluation.ts';
import type { StackOutput } from '../kernel/stack-plan.ts';
import { asObject, asText, onlyKeys } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** Resolves the outputs whose condition holds. */
export function planOutputs(outputs: ReadonlyMap<string, JsonObject>, scope: Scope): StackOutput[] {
  return [...outputs].flatMap(([key, body]) => {
    const at = `Outputs.${key}`;
    onlyKeys(body, ['Value', 'Description', 'Export', 'Condition'], at);
    const condition = body['Condition'];
    if (condition !== undefined && !scope.condition(asText(condition, at), at)) return [];
    const text = (value: Json | undefined, path: string): string => {
      const resolved = value === undefined ? undefined : evaluate(value, scope, path);
      if (resolved === undefined) throw new TemplateError(path, 'has no value');
      return asText(resolved, path);
    };
    const { Description: description, Export: exported } = body;
    return {
      key,
      value: text(body['Value'], `${at}.Value`),
      description: description === undefined ? undefined : asText(description, `${at}.Description`),
      exportName:
        exported === undefined ? undefined : text(asObject(exported, at)['Name'], `${at}.Export.Name`),
    };
  });
}
