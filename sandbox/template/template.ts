import type { Json, JsonObject } from '../kernel/json.ts';
import { asObject, asText, entriesOf, onlyKeys } from './shape.ts';
import { TemplateError } from './template-error.ts';

/** A template as written: intrinsic functions in long form, nothing resolved. */
export interface Template {
  readonly description: string;
  /** `AWS::Serverless-2016-10-31` and the like, in order. */
  readonly transforms: readonly string[];
  readonly parameters: ReadonlyMap<string, JsonObject>;
  readonly mappings: JsonObject;
  readonly conditions: ReadonlyMap<string, Json>;
  readonly globals: JsonObject;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
}

/** One entry of `Resources`. */
export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string | undefined;
  readonly dependsOn: readonly string[];
  /** Text, or an intrinsic function where AWS::LanguageExtensions is on. */
  readonly deletionPolicy?: Json | undefined;
  readonly updateReplacePolicy?: Json | undefined;
}

/** The transforms that the sandbox knows. */
export const samTransform = 'AWS::Serverless-2016-10-31';
export const languageExtensions = 'AWS::LanguageExtensions';

const sections = [
  'AWSTemplateFormatVersion',
  'Transform',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Globals',
  'Resources',
  'Outputs',
];

/** Checks the sections of a parsed template and gives them their types. */
export function templateOf(document: JsonObject): Template {
  onlyKeys(document, sections, '');
  const resources = new Map(
    entriesOf(document['Resources'], 'Resources').map(([logicalId, body]) => {
      const at = `Resources.${logicalId}`;
      if (logicalId.startsWith('Fn::')) throw new TemplateError(at, 'not supported by the sandbox');
      if (!/^[A-Za-z0-9]+$/.test(logicalId))
        throw new TemplateError(at, 'a logical id is letters and digits');
      return [logicalId, resourceOf(body, at)];
    }),
  );
  if (resources.size === 0) throw new TemplateError('Resources', 'a template needs at least one resource');
  return {
    description: document['Description'] === undefined ? '' : asText(document['Description'], 'Description'),
    transforms: transformsOf(document['Transform']),
    parameters: objectsOf(document['Parameters'], 'Parameters'),
    mappings: asObject(document['Mappings'] ?? {}, 'Mappings'),
    conditions: new Map(entriesOf(document['Conditions'], 'Conditions')),
    globals: asObject(document['Globals'] ?? {}, 'Globals'),
    resources,
    outputs: objectsOf(document['Outputs'], 'Outputs'),
  };
}

function objectsOf(section: Json | undefined, at: string): Map<string, JsonObject> {
  return new Map(entriesOf(section, at).map(([name, body]) => [name, asObject(body, `${at}.${name}`)]));
}

function transformsOf(value: Json | undefined): string[] {
  if (value === undefined) return [];
  const names = (Array.isArray(value) ? value : [value]).map((name: Json) => asText(name, 'Transform'));
  for (const name of names) {
    if (name !== samTransform && name !== languageExtensions) {
      throw new TemplateError('Transform', `${name} is not supported by the sandbox`);
    }
  }
  return names;
}

const attributes = [
  'Type',
  'Properties',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
  // For readers alone.
  'Description',
  // Rolling updates of fleets; nothing here is rolled.
  'UpdatePolicy',
];

function resourceOf(value: Json, at: string): ResourceDeclaration {
  const body = asObject(value, at);
  onlyKeys(body, attributes, at);
  const { Condition: condition, DependsOn: dependsOn = [] } = body;
  return {
    type: asText(body['Type'] ?? '', `${at}.Type`),
    properties: asObject(body['Properties'] ?? {}, `${at}.Properties`),
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : [dependsOn]).map((name: Json) =>
      asText(name, `${at}.DependsOn`),
    ),
    condition: condition === undefined ? undefined : asText(condition, `${at}.Condition`),
    deletionPolicy: body['DeletionPolicy'],
    updateReplacePolicy: body['UpdateReplacePolicy'],
  };
}
