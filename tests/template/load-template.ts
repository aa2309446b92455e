import { readFileSync } from 'node:fs';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';

/** A parsed value of the template; intrinsic functions stand in their long form (`{ Ref }`, `{ 'Fn::Sub' }`). */
export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: Value;
  readonly UpdateReplacePolicy?: Value;
  readonly Metadata?: Value;
  readonly Properties: Record<string, Value>;
}

export interface Template {
  readonly Parameters: Record<string, Record<string, Value>>;
  readonly Globals: { readonly Function: Record<string, Value> };
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { readonly Value: Value; readonly Export?: Value }>;
}

export const templateText = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');

/** The template of the project, read once. */
export const template = parse(templateText, {
  customTags: [...scalarTags(), ...sequenceTags()],
  // The parser gives `any`; the shape is what every test below checks.
}) as Template;

/** Logical id and resource of every resource of a type. */
export const resourcesOf = (type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** @throws Error naming the resource when it does not exist. */
export function resource(logicalId: string): Resource {
  const found = template.Resources[logicalId];
  if (found === undefined) throw new Error(`no resource ${logicalId}`);
  return found;
}

/** The value at a dotted path below a value, or undefined. */
export const at = (value: Value | Record<string, Value>, path: string): Value =>
  path.split('.').reduce<Value>((inner, key) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return Array.isArray(inner) ? inner[Number(key)] : inner[key];
  }, value);

/** A value as short text: `Ref X` is `X`, `GetAtt X.Arn` is `X.Arn`, a `Sub` is its string. */
export function short(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.map(short).join(',');
  const inner = value['Ref'] ?? value['Fn::GetAtt'] ?? value['Fn::Sub'];
  return typeof inner === 'string' ? inner : JSON.stringify(value);
}

/** A value as a list: absent is empty, a single one is a list of one. */
export const listOf = (value: Value): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function longForm(tag: string): string {
  return tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
}

function scalarTags(): ScalarTag[] {
  return ['Ref', 'GetAtt', 'Sub', 'Condition'].map((name) => ({
    tag: `!${name}`,
    // The library's type for a tag's result is open.
    resolve: (text: string) => ({ [longForm(name)]: text }),
  }));
}

function sequenceTags(): CollectionTag[] {
  return ['If', 'Equals', 'Not', 'Or', 'And', 'Join', 'Sub', 'Select', 'Split'].map((name) => ({
    tag: `!${name}`,
    collection: 'seq',
    resolve: (items) => ({ [longForm(name)]: items.toJSON() as Value }), // a parsed collection, as plain values
  }));
}
