import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { isObject } from '../../kernel/json.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { parseDefinition } from '../definition/parse-definition.ts';
import type { GatewayStore } from '../gateway-store.ts';
import { idOf, stableId } from '../stable-id.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.unknown().optional(),
  // Part of a template, so whatever is in it is JSON.
  Body: z.custom<JsonObject>(isObject, 'must be a map'),
  BinaryMediaTypes: z.array(z.string()).default([]),
  ApiKeySourceType: z.literal('HEADER').optional(),
  EndpointConfiguration: z.unknown().optional(),
  Parameters: z.unknown().optional(),
  FailOnWarnings: z.unknown().optional(),
  Mode: z.unknown().optional(),
  MinimumCompressionSize: z.unknown().optional(),
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

const parse = inputOf(properties, 'BadRequestException');

/** AWS::ApiGateway::RestApi, defined by its OpenAPI document. */
export function restApiResource(store: GatewayStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::ApiGateway::RestApi',
    parse: (given) => {
      const parsed = parse(given);
      parseDefinition(bodyOf(parsed));
      return parsed;
    },
    withoutEffect: {
      Description: 'it is only shown',
      EndpointConfiguration: 'every API answers on the loopback address',
      Parameters: 'they repeat EndpointConfiguration',
      FailOnWarnings: 'what is not supported always fails',
      Mode: 'the document is always the whole API',
      MinimumCompressionSize: 'answers are not compressed',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => {
      const id = idOf(request);
      return { physicalId: id, attributes: { RestApiId: id, RootResourceId: stableId(`${id}/`, 10) } };
    },
    provision: (request) => {
      const id = idOf(request);
      const body = bodyOf(request.properties);
      const { title } = z.looseObject({ title: z.string().optional() }).parse(body['info'] ?? {});
      const name = request.properties.Name ?? title ?? request.logicalId;
      store.put('api', id, { id, name, body });
    },
    remove: (id) => {
      store.remove('api', id);
    },
  });
}

/** The document, with the binary media types that stand beside it. */
function bodyOf({ Body: body, BinaryMediaTypes: types }: Properties): JsonObject {
  return types.length === 0 ? body : { ...body, 'x-amazon-apigateway-binary-media-types': types };
}
