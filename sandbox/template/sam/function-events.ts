import * as z from 'zod';
import { isObject } from '../../kernel/json.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { json, onlyKeys, shaped, text } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { destinationsOf, failureTypes } from './destination.ts';
import { eventsOf, invokePermission, ruleEvent } from './event.ts';
import type { SamEvent } from './event.ts';
import { beside, getAtt, picked, ref, unsupported } from './generated.ts';
import type { Generated, SamResource } from './generated.ts';

/** The API that SAM makes when an event names none. */
export const implicitApi = 'ServerlessRestApi';

/** A route that a function's Api event asks for. */
export interface ApiRoute {
  /** Logical id of the API. */
  readonly api: string;
  readonly path: string;
  /** Lower case; `any` for all. */
  readonly method: string;
  /** Logical id of the function. */
  readonly functionId: string;
  /** Undefined: as the API says. */
  readonly needsApiKey: boolean | undefined;
  readonly at: string;
}

/** Properties of the template's own APIs, as written, by logical id. */
export type Apis = ReadonlyMap<string, JsonObject>;

/** What events become, the rights that the function's role needs for them, and the routes that they are. */
export interface ExpandedEvents {
  readonly resources: readonly Generated[];
  readonly managed?: readonly string[];
  readonly policies?: readonly Json[];
  readonly routes?: readonly ApiRoute[];
}

/** All events of a function, expanded. */
export function functionEvents(resource: SamResource, apis: Apis): Required<ExpandedEvents> {
  const events = eventsOf(resource).map((event) => expandEvent(event, apis));
  return {
    resources: events.flatMap((event) => event.resources),
    managed: events.flatMap((event) => event.managed ?? []),
    policies: events.flatMap((event) => event.policies ?? []),
    routes: events.flatMap((event) => event.routes ?? []),
  };
}

function expandEvent(event: SamEvent, apis: Apis): ExpandedEvents {
  switch (event.type) {
    case 'SQS':
      return pulled(event, 'Queue', 'AWSLambdaSQSQueueExecutionRole');
    case 'DynamoDB':
      return pulled(event, 'Stream', 'AWSLambdaDynamoDBExecutionRole');
    case 'SNS':
      return fromTopic(event);
    case 'Api':
      return fromApi(event, apis);
    default:
      return byRule(event);
  }
}

const passed = [
  'BatchSize',
  'Enabled',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'ScalingConfig',
  'StartingPosition',
  'StartingPositionTimestamp',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
];

/** A queue or stream that Lambda reads → AWS::Lambda::EventSourceMapping. */
function pulled({ resource, id, properties, at }: SamEvent, source: string, managed: string): ExpandedEvents {
  onlyKeys(properties, [source, 'DestinationConfig', ...passed], at);
  const { config, policies } = destinationsOf(properties['DestinationConfig'], {
    at: `${at}.DestinationConfig`,
    policyName: (_event, type) => `${id}${type}Policy`,
    types: failureTypes,
    isTypeOptional: true,
  });
  const mapping = beside(resource, id, {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: {
      EventSourceArn: shaped(json, properties[source], `${at}.${source}`),
      FunctionName: ref(resource.logicalId),
      ...picked(properties, passed),
      ...config,
    },
  });
  return { resources: [mapping], managed: [managed], policies };
}

function byRule(event: SamEvent): ExpandedEvents {
  const { logicalId } = event.resource;
  const rule = ruleEvent(event, { Arn: getAtt(logicalId, 'Arn'), Id: `${event.id}LambdaTarget` });
  if (rule === undefined) throw unsupported(event.at, `the event type ${event.type}`);
  const sourceArn = getAtt(event.id, 'Arn');
  return { resources: [rule, invokePermission(event, { principal: 'events.amazonaws.com', sourceArn })] };
}

function fromTopic(event: SamEvent): ExpandedEvents {
  const { resource, id, properties, at } = event;
  const filters = ['FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'];
  onlyKeys(properties, ['Topic', ...filters], at);
  const topic = properties['Topic'] ?? '';
  const subscription = beside(resource, id, {
    type: 'AWS::SNS::Subscription',
    properties: {
      Endpoint: getAtt(resource.logicalId, 'Arn'),
      Protocol: 'lambda',
      TopicArn: topic,
      ...picked(properties, filters),
    },
  });
  return {
    resources: [subscription, invokePermission(event, { principal: 'sns.amazonaws.com', sourceArn: topic })],
  };
}

const apiEvent = z.strictObject({
  Path: text.default(''),
  Method: text.default('').transform((method) => method.toLowerCase()),
  RestApiId: json.optional(),
  Auth: z.strictObject({ ApiKeyRequired: z.boolean('must be true or false').optional() }).default({}),
});

/** The permission, and a route of the API unless its definition is written inline. */
function fromApi(event: SamEvent, apis: Apis): ExpandedEvents {
  const { at, resource } = event;
  const { Path: path, Method: method, RestApiId, Auth } = shaped(apiEvent, event.properties, at);
  const api = apiOf(RestApiId, `${at}.RestApiId`);
  const properties = apis.get(api);
  if (properties === undefined && api !== implicitApi) {
    throw new TemplateError(`${at}.RestApiId`, `${api} is no AWS::Serverless::Api of this template`);
  }
  const route = { api, path, method, functionId: resource.logicalId, needsApiKey: Auth.ApiKeyRequired, at };
  const stage = properties?.['StageName'];
  const suffix = properties === undefined ? 'Prod' : typeof stage === 'string' ? stage : 'Stage';
  const verb = method === 'any' ? '*' : method.toUpperCase();
  const pattern = path.replace(/(.)\/$/, '$1').replaceAll(/\{[^}]*\}/g, '*');
  const base = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}';
  const sourceArn = { 'Fn::Sub': [`${base}/*/${verb}${pattern}`, { __ApiId__: ref(api) }] };
  return {
    resources: [invokePermission(event, { principal: 'apigateway.amazonaws.com', sourceArn, suffix })],
    routes: properties?.['DefinitionBody'] === undefined ? [route] : [],
  };
}

function apiOf(named: Json | undefined, at: string): string {
  if (named === undefined) return implicitApi;
  if (isObject(named) && typeof named['Ref'] === 'string') return named['Ref'];
  if (typeof named === 'string') return named;
  throw new TemplateError(at, 'must be a Ref to an AWS::Serverless::Api');
}
