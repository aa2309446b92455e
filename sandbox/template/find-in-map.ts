import type { Json } from '../kernel/json.ts';
import type { Evaluation } from './evaluation.ts';
import { asList, asObject, asText, member } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** `Fn::FindInMap`, with the `DefaultValue` of AWS::LanguageExtensions. */
export function findInMap(argument: Json, run: Evaluation): Json | undefined {
  const [map = '', top = '', second = '', options = {}] = asList(argument, run.at);
  const keys = [map, top, second].map((key) => asText(run.value(key) ?? '', run.at));
  let found: Json | undefined = run.scope.mappings;
  for (const key of keys) found = found === undefined ? undefined : member(asObject(found, run.at), key);
  if (found !== undefined) return found;
  const fallback = member(asObject(options, run.at), 'DefaultValue');
  if (fallback !== undefined) return run.value(fallback);
  throw new TemplateError(run.at, `Mappings.${keys.join('.')} does not exist`);
}
