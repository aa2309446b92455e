import * as z from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { StackOutput } from '../kernel/stack-plan.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './evaluation.ts';
import { asText, json, shaped, text } from './shape.ts';
import { TemplateError } from './template-error.ts';

const outputSchema = z.strictObject({
  Value: json.optional(),
  Description: text.optional(),
  Export: z.looseObject({ Name: json.optional() }).optional(),
  Condition: text.optional(),
});

/** Resolves the outputs whose condition holds. */
export function planOutputs(outputs: ReadonlyMap<string, JsonObject>, scope: Scope): StackOutput[] {
  return [...outputs].flatMap(([key, body]) => {
    const at = `Outputs.${key}`;
    const { Value, Description: description, Export, Condition } = shaped(outputSchema, body, at);
    if (Condition !== undefined && !scope.condition(Condition, at)) return [];
    const resolved = (value: Json | undefined, path: string): string => {
      const found = value === undefined ? undefined : evaluate(value, scope, path);
      if (found === undefined) throw new TemplateError(path, 'has no value');
      return asText(found, path);
    };
    const value = resolved(Value, `${at}.Value`);
    return { key, value, description, exportName: Export && resolved(Export.Name, `${at}.Export.Name`) };
  });
}
