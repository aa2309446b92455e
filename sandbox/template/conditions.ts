import type { Json } from '../kernel/json.ts';
import { holds } from './condition-functions.ts';
import { evaluate } from './evaluate.ts';
import type { Scope } from './evaluation.ts';
import { TemplateError } from './template-error.ts';

/** Tells whether a named condition holds; each is decided once. `scope` may refer to parameters only. */
export function createConditions(
  conditions: ReadonlyMap<string, Json>,
  scope: Omit<Scope, 'condition'>,
): (name: string, at: string) => boolean {
  const decided = new Map<string, boolean>();
  const underWay = new Set<string>();

  const decide = (name: string, at: string): boolean => {
    const known = decided.get(name);
    if (known !== undefined) return known;
    const expression = conditions.get(name);
    if (expression === undefined) throw new TemplateError(at, `there is no condition ${name}`);
    const own = `Conditions.${name}`;
    if (underWay.has(name)) throw new TemplateError(own, 'refers to itself');
    underWay.add(name);
    const whole = { ...scope, condition: decide };
    const value = holds(expression, {
      scope: whole,
      at: own,
      value: (argument) => evaluate(argument, whole, own),
    });
    underWay.delete(name);
    decided.set(name, value);
    return value;
  };
  return decide;
}
