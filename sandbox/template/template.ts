import * as z from 'zod';
import type { JsonObject } from '../kernel/json.ts';
import { json, map, shaped, text } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** The transforms that the sandbox knows. */
export const samTransform = 'AWS::Serverless-2016-10-31';
export const languageExtensions = 'AWS::LanguageExtensions';

const textOrTexts = z
  .union([text, z.array(text)], 'must be text')
  .default([])
  .transform((value) => [value].flat());

const resource = z.strictObject(
  {
    Type: text.default(''),
    Properties: map.default({}),
    Condition: text.optional(),
    DependsOn: textOrTexts,
    // Text, or an intrinsic function where AWS::LanguageExtensions is on.
    DeletionPolicy: json.optional(),
    UpdateReplacePolicy: json.optional(),
    // For readers alone.
    Metadata: z.unknown().optional(),
    Description: z.unknown().optional(),
    // Rolling updates of fleets; nothing here is rolled.
    UpdatePolicy: z.unknown().optional(),
  },
  'must be a map',
);

const documentSchema = z.strictObject({
  AWSTemplateFormatVersion: z.unknown().optional(),
  Transform: textOrTexts,
  Description: text.default(''),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), map, 'must be a map').default({}),
  Mappings: map.default({}),
  Conditions: z.record(z.string(), json, 'must be a map').default({}),
  Globals: map.default({}),
  Resources: map.default({}),
  Outputs: z.record(z.string(), map, 'must be a map').default({}),
});

/** One entry of `Resources`. */
export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: z.output<typeof json> | undefined;
  readonly updateReplacePolicy?: z.output<typeof json> | undefined;
}

/** A template as written: intrinsic functions in long form, nothing resolved. */
export type Template = ReturnType<typeof templateOf>;

/** Checks the sections of a parsed template and gives them their types. */
export function templateOf(document: JsonObject) {
  const template = shaped(documentSchema, document, '');
  const { Resources: declared, Transform: transforms } = template;
  const unknown = transforms.find((name) => name !== samTransform && name !== languageExtensions);
  if (unknown !== undefined) {
    throw new TemplateError('Transform', `${unknown} is not supported by the sandbox`);
  }
  const resources = new Map(
    Object.entries(declared).map(([logicalId, body]) => [logicalId, resourceOf(logicalId, body)]),
  );
  if (resources.size === 0) throw new TemplateError('Resources', 'a template needs at least one resource');
  return {
    description: template.Description,
    transforms,
    parameters: new Map(Object.entries(template.Parameters)),
    mappings: template.Mappings,
    conditions: new Map(Object.entries(template.Conditions)),
    globals: template.Globals,
    resources: resources as ReadonlyMap<string, ResourceDeclaration>,
    outputs: new Map(Object.entries(template.Outputs)),
  };
}

function resourceOf(logicalId: string, value: unknown): ResourceDeclaration {
  const at = `Resources.${logicalId}`;
  if (logicalId.startsWith('Fn::')) throw new TemplateError(at, 'not supported by the sandbox');
  if (!/^[A-Za-z0-9]+$/.test(logicalId)) throw new TemplateError(at, 'a logical id is letters and digits');
  const body = shaped(resource, value, at);
  return {
    type: body.Type,
    properties: body.Properties,
    condition: body.Condition,
    dependsOn: body.DependsOn,
    deletionPolicy: body.DeletionPolicy,
    updateReplacePolicy: body.UpdateReplacePolicy,
  };
}
