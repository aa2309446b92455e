import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import type { Template } from '../template.ts';

const sections: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
  'AWS::Serverless::StateMachine': 'StateMachine',
};

/** The properties of a SAM resource with the template's Globals under them. */
export function withGlobals(template: Template, type: string, properties: JsonObject): JsonObject {
  onlyKeys(template.globals, Object.values(sections), 'Globals');
  const section = sections[type];
  const globals = section === undefined ? undefined : template.globals[section];
  if (globals === undefined) return properties;
  // Both sides are maps, so the merge is one.
  return merge(asObject(globals, `Globals.${section ?? ''}`), properties) as JsonObject;
}

/** Maps are merged, lists are joined, everything else is overridden, as SAM documents it. */
function merge(global: Json, local: Json): Json {
  if (Array.isArray(global) && Array.isArray(local)) return [...(global as Json[]), ...(local as Json[])]; // no narrowing of readonly arrays
  if (!isMap(global) || !isMap(local)) return local;
  const merged = new Map<string, Json>(Object.entries(global));
  for (const [key, value] of Object.entries(local)) {
    const under = merged.get(key);
    merged.set(key, under === undefined ? value : merge(under, value));
  }
  return Object.fromEntries(merged);
}

function isMap(value: Json): value is JsonObject {
  return isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
