import { createHash } from 'node:crypto';
import type { JsonObject } from '../../kernel/json.ts';
import { asObject, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { apiDefinition } from './api-definition.ts';
import { usagePlan } from './api-auth.ts';
import type { ApiRoute } from './function-events.ts';
import { beside, main, picked, ref, tagList } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

const ofApi = [
  'Name',
  'Description',
  'BinaryMediaTypes',
  'MinimumCompressionSize',
  'FailOnWarnings',
  'ApiKeySourceType',
  'Mode',
  'DisableExecuteApiEndpoint',
];
const ofStage = ['StageName', 'TracingEnabled', 'MethodSettings', 'AccessLogSetting', 'Variables'];
const translated = [
  'DefinitionBody',
  'OpenApiVersion',
  'EndpointConfiguration',
  'Auth',
  'Cors',
  'GatewayResponses',
  'Models',
  'Tags',
  'AlwaysDeploy',
];

/** What an API becomes. */
export interface ExpandedApi {
  readonly resources: readonly Generated[];
  /** `Api.Stage` and `Api.Deployment`, which SAM lets templates refer to. */
  readonly aliases: readonly (readonly [string, string])[];
}

/** AWS::Serverless::Api → RestApi, Deployment, Stage, and with a usage plan also UsagePlan, ApiKey, UsagePlanKey. */
export function expandApi(resource: SamResource, routes: readonly ApiRoute[]): ExpandedApi {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  onlyKeys(properties, [...ofApi, ...ofStage, ...translated], at);
  const body = apiDefinition(resource, routes);
  const ids = {
    deployment: `${logicalId}Deployment${hash(JSON.stringify(body))}`,
    stage: stageId(resource),
  };
  const restApi = main(resource, 'AWS::ApiGateway::RestApi', {
    ...picked(properties, ofApi),
    ...endpointConfiguration(resource),
    Body: body,
  });
  const deployment = beside(resource, ids.deployment, {
    type: 'AWS::ApiGateway::Deployment',
    // Without an OpenAPI version SAM makes a second stage, called "Stage", with the deployment.
    properties: {
      RestApiId: ref(logicalId),
      ...(properties['OpenApiVersion'] === undefined ? { StageName: 'Stage' } : {}),
    },
  });
  const stage = beside(resource, ids.stage, {
    type: 'AWS::ApiGateway::Stage',
    properties: {
      ...picked(properties, ofStage),
      ...tagList(properties['Tags']),
      RestApiId: ref(logicalId),
      DeploymentId: ref(ids.deployment),
    },
  });
  return {
    resources: [restApi, deployment, stage, ...usagePlan(resource, ids.stage)],
    aliases: [
      [`${logicalId}.Stage`, ids.stage],
      [`${logicalId}.Deployment`, ids.deployment],
    ],
  };
}

/** SAM's rule: the stage's name is part of the id if it is plain letters and digits, hashed if it is other text. */
function stageId({ logicalId, declaration, at }: SamResource): string {
  const name = declaration.properties['StageName'];
  if (name === undefined) throw new TemplateError(`${at}.StageName`, 'is missing');
  if (typeof name !== 'string') return `${logicalId}Stage`;
  return /^[A-Za-z0-9]+$/.test(name) ? `${logicalId}${name}Stage` : `${logicalId}Stage${hash(name)}`;
}

function hash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 10);
}

function endpointConfiguration({ declaration, at }: SamResource): JsonObject {
  const value = declaration.properties['EndpointConfiguration'];
  if (value === undefined) return {};
  const type = typeof value === 'string' ? value : asObject(value, `${at}.EndpointConfiguration`)['Type'];
  return { EndpointConfiguration: { Types: [type ?? 'EDGE'] } };
}
