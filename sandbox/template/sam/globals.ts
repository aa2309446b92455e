import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, member, onlyKeys } from '../shape.ts';
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
  const section = sections[type] ?? '';
  const globals = member(template.globals, section);
  return globals === undefined ? properties : merged(asObject(globals, `Globals.${section}`), properties);
}

/** Two maps as one: maps in them are merged, lists are joined, everything else is overridden, as SAM documents it. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  const members = new Map<string, Json>(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const known = members.get(key);
    members.set(key, known === undefined ? value : both(known, value));
  }
  return Object.fromEntries(members);
}

function both(under: Json, over: Json): Json {
  if (Array.isArray(under) && Array.isArray(over)) return [...(under as Json[]), ...(over as Json[])]; // no narrowing of readonly arrays
  return isMap(under) && isMap(over) ? merged(under, over) : over;
}

function isMap(value: Json): value is JsonObject {
  return isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
