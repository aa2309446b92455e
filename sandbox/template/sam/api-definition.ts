import type { Json, JsonObject } from '../../kernel/json.ts';
import { asObject, entriesOf, onlyKeys } from '../shape.ts';
import { TemplateError } from '../template-error.ts';
import { requireApiKey } from './api-key-security.ts';
import type { ApiRoute, ApiRoutes } from './api-routes.ts';
import { withCors } from './cors.ts';
import type { SamResource } from './generated.ts';

/**
 * The OpenAPI document of an API: written inline or made of the functions' Api events, with what SAM adds to it for
 * Cors, Auth, GatewayResponses and Models.
 */
export function apiDefinition(resource: SamResource, { routes }: ApiRoutes): JsonObject {
  const { logicalId, declaration, at } = resource;
  const { properties } = declaration;
  const own = routes.filter((route) => route.api === logicalId);
  const inline = properties['DefinitionBody'];
  const body =
    inline === undefined ? definitionOf(own, properties) : asObject(inline, `${at}.DefinitionBody`);
  const withOptions = withCors(body, properties['Cors'], `${at}.Cors`);
  const secured = requireApiKey(withOptions, { auth: properties['Auth'], routes: own, at: `${at}.Auth` });
  return {
    ...withModels(secured, properties['Models'], `${at}.Models`),
    ...gatewayResponses(properties['GatewayResponses'], `${at}.GatewayResponses`),
  };
}

function definitionOf(routes: readonly ApiRoute[], properties: JsonObject): JsonObject {
  const paths = new Map<string, Map<string, Json>>();
  for (const route of routes) {
    const item = paths.get(route.path) ?? new Map<string, Json>();
    paths.set(route.path, item);
    const method = route.method === 'any' ? 'x-amazon-apigateway-any-method' : route.method;
    if (item.has(method)) {
      throw new TemplateError(
        route.at,
        `API method "${route.method}" defined multiple times for path "${route.path}"`,
      );
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

const prefixes: Readonly<Record<string, string>> = {
  Headers: 'header.',
  Paths: 'path.',
  QueryStrings: 'querystring.',
};

function gatewayResponses(responses: Json | undefined, at: string): JsonObject {
  if (responses === undefined) return {};
  const converted = entriesOf(responses, at).map(([type, value]): [string, Json] => {
    const body = asObject(value, `${at}.${type}`);
    onlyKeys(body, ['ResponseParameters', 'ResponseTemplates', 'StatusCode'], `${at}.${type}`);
    const parameters = entriesOf(body['ResponseParameters'], `${at}.${type}.ResponseParameters`);
    const { StatusCode: status } = body;
    return [
      type,
      {
        responseParameters: Object.fromEntries(
          parameters.flatMap(([kind, values]) => prefixed(kind, values, `${at}.${type}.ResponseParameters`)),
        ),
        responseTemplates: body['ResponseTemplates'] ?? {},
        ...(status === undefined ? {} : { statusCode: String(status) }),
      },
    ];
  });
  return { 'x-amazon-apigateway-gateway-responses': Object.fromEntries(converted) };
}

function prefixed(kind: string, values: Json, at: string): [string, Json][] {
  const prefix = prefixes[kind];
  if (prefix === undefined) throw new TemplateError(`${at}.${kind}`, 'not supported by the sandbox');
  return entriesOf(values, `${at}.${kind}`).map(([name, value]) => [
    `gatewayresponse.${prefix}${name}`,
    value,
  ]);
}

function withModels(body: JsonObject, models: Json | undefined, at: string): JsonObject {
  if (models === undefined) return body;
  const schemas = asObject(models, at);
  if (body['swagger'] !== undefined)
    return { ...body, definitions: { ...asObject(body['definitions'] ?? {}, at), ...schemas } };
  const components = asObject(body['components'] ?? {}, at);
  return {
    ...body,
    components: { ...components, schemas: { ...asObject(components['schemas'] ?? {}, at), ...schemas } },
  };
}
