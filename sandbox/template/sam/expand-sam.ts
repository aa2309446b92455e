import type { JsonObject } from '../../kernel/json.ts';
import { samTransform } from '../template.ts';
import type { ResourceDeclaration, Template } from '../template.ts';
import type { TemplateFiles } from '../template-files.ts';
import { TemplateError } from '../template-error.ts';
import { expandApi } from './api.ts';
import { expandFunction } from './function.ts';
import { implicitApi } from './function-events.ts';
import type { Apis, ApiRoute } from './function-events.ts';
import { unsupported } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';
import { withGlobals } from './globals.ts';
import { expandSimpleTable } from './simple-table.ts';
import { expandStateMachine } from './state-machine.ts';

/** A template of base CloudFormation types. */
export interface ExpandedTemplate {
  readonly template: Template;
  /** Names such as `Api.Stage` that stand for generated resources. */
  readonly aliases: ReadonlyMap<string, string>;
}

const prefix = 'AWS::Serverless::';
const apiType = `${prefix}Api`;

/**
 * Does what the transform AWS::Serverless-2016-10-31 does: every SAM resource becomes base resources under the
 * logical ids that SAM gives them (those of deployments end in another hash than on AWS).
 */
export function expandSam(template: Template, files: TemplateFiles): ExpandedTemplate {
  const sam = [...template.resources].filter(([, declaration]) => declaration.type.startsWith(prefix));
  const [first] = sam;
  if (!template.transforms.includes(samTransform)) {
    if (first === undefined) return { template, aliases: new Map() };
    throw new TemplateError(
      `Resources.${first[0]}.Type`,
      `${first[1].type} needs Transform: ${samTransform}`,
    );
  }
  const resources = sam.map(([logicalId, declaration]) => samResource(template, logicalId, declaration));
  const isApi = ({ declaration }: SamResource): boolean => declaration.type === apiType;
  const apis = resources.filter(isApi);
  const context = {
    files,
    apis: new Map(apis.map(({ logicalId, declaration }) => [logicalId, declaration.properties])),
  };
  // Functions first: their events are routes of the APIs.
  const others = resources
    .filter((resource) => !isApi(resource))
    .map((resource) => expandOne(resource, context));
  const routes = others.flatMap((other) => other.routes ?? []);
  if (routes.some(({ api }) => api === implicitApi)) apis.push(implicitResource(template));
  const expanded = apis.map((api) => expandApi(api, routes));
  return {
    template: {
      ...template,
      resources: joined(
        template,
        [...others, ...expanded].flatMap((each) => each.resources),
      ),
    },
    aliases: new Map(expanded.flatMap((api) => api.aliases)),
  };
}

function samResource(template: Template, logicalId: string, declaration: ResourceDeclaration): SamResource {
  const properties = withGlobals(template, declaration.type, declaration.properties);
  return {
    logicalId,
    declaration: { ...declaration, properties },
    at: `Resources.${logicalId}.Properties`,
  };
}

function implicitResource(template: Template): SamResource {
  const properties: JsonObject = { StageName: 'Prod' };
  return samResource(template, implicitApi, { type: apiType, properties, dependsOn: [] });
}

function expandOne(
  resource: SamResource,
  context: { files: TemplateFiles; apis: Apis },
): { resources: readonly Generated[]; routes?: readonly ApiRoute[] } {
  const { type } = resource.declaration;
  switch (type) {
    case 'AWS::Serverless::Function':
      return expandFunction(resource, context);
    case 'AWS::Serverless::StateMachine':
      return { resources: expandStateMachine(resource, context.files) };
    case 'AWS::Serverless::SimpleTable':
      return { resources: expandSimpleTable(resource) };
    default:
      throw unsupported(`Resources.${resource.logicalId}.Type`, type);
  }
}

function joined(template: Template, generated: readonly Generated[]): Map<string, ResourceDeclaration> {
  const kept = [...template.resources].filter(([, { type }]) => !type.startsWith(prefix));
  const resources = new Map<string, ResourceDeclaration>(kept);
  for (const [logicalId, declaration] of generated) {
    if (resources.has(logicalId)) {
      throw new TemplateError(
        `Resources.${logicalId}`,
        'has the logical id of a resource that SAM generates',
      );
    }
    resources.set(logicalId, declaration);
  }
  return resources;
}
