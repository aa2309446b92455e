import * as z from 'zod';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, json, map, shaped } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { requireApiKey } from './api-auth.ts';
import { withCors } from './cors.ts';
import type { ApiRoute } from './function-events.ts';
import type { SamResource } from './generated.ts';

/**
 * The OpenAPI document of an API: written inline or made of the functions' Api events, with what SAM adds to it for
 * Cors, Auth, GatewayResponses and Models.
 */
export function apiDefinition(resource: SamResource, routes: readonly ApiRoute[]): JsonObject {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  const own = routes.filter((route) => route.api === logicalId);
  const inline = properties['DefinitionBody'];
  const body =
    inline === undefined ? definitionOf(own, properties) : asObject(inline, `${at}.DefinitionBody`);
  const secured = requireApiKey(withCors(body, properties['Cors'], `${at}.Cors`), resource, own);
  const responses = gatewayResponses(properties['GatewayResponses'], `${at}.GatewayResponses`);
  return { ...withModels(secured, properties['Models'], `${at}.Models`), ...responses };
}

/** A model takes the place of one of the same name. */
function withModels(body: JsonObject, models: Json | undefined, at: string): JsonObject {
  if (models === undefined) return body;
  const beside = (known: Json = {}): JsonObject => ({ ...asObject(known, at), ...asObject(models, at) });
  if (body['swagger'] !== undefined) return { ...body, definitions: beside(body['definitions']) };
  const components = asObject(body['components'] ?? {}, at);
  return { ...body, components: { ...components, schemas: beside(components['schemas']) } };
}

function definitionOf(routes: readonly ApiRoute[], properties: JsonObject): JsonObject {
  const paths = new Map<string, Map<string, Json>>();
  for (const route of routes) {
    const item = paths.get(route.path) ?? new Map<string, Json>();
    paths.set(route.path, item);
    const method = route.method === 'any' ? 'x-amazon-apigateway-any-method' : route.method;
    if (item.has(method)) {
      const problem = `API method "${route.method}" defined multiple times for path "${route.path}"`;
      throw new TemplateError(route.at, problem);
    }
    item.set(method, {
      responses: {},
      'x-amazon-apigateway-integration': {
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: {
          'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${route.functionId}.Arn}/invocations`,
        },
      },
    });
  }
  const version = properties['OpenApiVersion'];
  return {
    ...(version === undefined ? { swagger: '2.0' } : { openapi: version }),
    info: { title: properties['Name'] ?? { Ref: 'AWS::StackName' }, version: '1.0' },
    paths: Object.fromEntries([...paths].map(([path, item]) => [path, Object.fromEntries(item)])),
  };
}

const responsesSchema = z.record(
  z.string(),
  z.strictObject({
    ResponseParameters: z
      .strictObject({ Headers: map.default({}), Paths: map.default({}), QueryStrings: map.default({}) })
      .prefault({}),
    ResponseTemplates: json.default({}),
    StatusCode: json.optional(),
  }),
);

function gatewayResponses(given: Json | undefined, at: string): JsonObject {
  if (given === undefined) return {};
  const responses = Object.entries(shaped(responsesSchema, given, at)).map(([type, response]) => {
    const { ResponseParameters: parameters, ResponseTemplates, StatusCode: status } = response;
    const converted = {
      responseParameters: {
        ...prefixed('header', parameters.Headers),
        ...prefixed('path', parameters.Paths),
        ...prefixed('querystring', parameters.QueryStrings),
      },
      responseTemplates: ResponseTemplates,
    };
    return [type, status === undefined ? converted : { ...converted, statusCode: String(status) }];
  });
  return { 'x-amazon-apigateway-gateway-responses': Object.fromEntries(responses) as JsonObject };
}

function prefixed(place: string, values: JsonObject): JsonObject {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([name, value]) => [`gatewayresponse.${place}.${name}`, value]));
}
