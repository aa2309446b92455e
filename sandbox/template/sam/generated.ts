import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import type { ResourceDeclaration } from '../template.ts';
import { TemplateError } from '../template-error.ts';

/** A base CloudFormation resource that SAM makes, under SAM's logical id. */
export type Generated = readonly [logicalId: string, declaration: ResourceDeclaration];

/** A SAM resource on its way to base types. */
export interface SamResource {
  readonly logicalId: string;
  /** With the template's Globals merged in. */
  readonly declaration: ResourceDeclaration;
  /** Where its properties stand, for messages. */
  readonly at: string;
}

/** The resource itself: keeps the dependencies and attributes of the SAM resource. */
export function main(
  { logicalId, declaration }: SamResource,
  type: string,
  properties: JsonObject,
): Generated {
  return [logicalId, { ...declaration, type, properties }];
}

/** A resource beside the main one: exists under the same condition and is retained like it. */
export function beside(
  { declaration }: SamResource,
  logicalId: string,
  {
    type,
    properties,
    dependsOn = [],
  }: { type: string; properties: JsonObject; dependsOn?: readonly string[] },
): Generated {
  const { condition, deletionPolicy, updateReplacePolicy } = declaration;
  return [logicalId, { type, properties, dependsOn, condition, deletionPolicy, updateReplacePolicy }];
}

/** The members of `properties` named in `names`, under the names they are mapped to. */
export function renamed(properties: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]): [string, Json][] => {
      const value = properties[from];
      return value === undefined ? [] : [[to, value]];
    }),
  );
}

/** The members of `properties` named in `names`, as they are. */
export function picked(properties: JsonObject, names: readonly string[]): JsonObject {
  return renamed(properties, Object.fromEntries(names.map((name) => [name, name])));
}

/** `{ Ref }`. */
export function ref(logicalId: string): JsonObject {
  return { Ref: logicalId };
}

/** `{ Fn::GetAtt }`. */
export function getAtt(logicalId: string, attribute: string): JsonObject {
  return { 'Fn::GetAtt': [logicalId, attribute] };
}

/** SAM's map of tags as CloudFormation's list. */
export function tagList(tags: Json | undefined): JsonObject {
  if (!isObject(tags)) return {};
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** A policy of a role that allows one action. */
export function policy(name: string, action: string, resource: Json): JsonObject {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
}

/** A refusal by name. */
export function unsupported(at: string, what: string): TemplateError {
  return new TemplateError(at, `${what} is not supported by the sandbox`);
}
