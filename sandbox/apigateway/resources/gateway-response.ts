import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import type { ApiStore } from '../api-store.ts';
import { gatewayResponseTypes, parseGatewayResponse } from '../definition/gateway-responses.ts';
import { stableId } from '../ids.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  ResponseType: z.enum(gatewayResponseTypes),
  StatusCode: z.coerce.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

type Properties = z.output<typeof properties>;

const parse = inputOf(properties, 'BadRequestException');

/** AWS::ApiGateway::GatewayResponse: overrides the one of the same type in the API's document. */
export function gatewayResponseResource(apis: ApiStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::ApiGateway::GatewayResponse',
    parse: (given) => {
      const parsed = parse(given);
      parseGatewayResponse({ value: specOf(parsed), at: 'GatewayResponse' });
      return parsed;
    },
    withoutEffect: {},
    identify: (request) => ({ physicalId: idOf(request), attributes: { Id: idOf(request) } }),
    provision: (request) => {
      const { RestApiId: apiId, ResponseType: type } = request.properties;
      apis.putGatewayResponse({ id: idOf(request), api_id: apiId, type }, specOf(request.properties));
    },
    remove: (id) => {
      apis.removeGatewayResponse(id);
    },
  });
}

function idOf({ stackName, logicalId }: ResourceRequest<Properties>): string {
  return stableId(`${stackName}/${logicalId}`, 10);
}

/** As the OpenAPI extension spells it. */
function specOf(given: Properties): JsonObject {
  return {
    responseParameters: given.ResponseParameters,
    responseTemplates: given.ResponseTemplates,
    ...(given.StatusCode === undefined ? {} : { statusCode: given.StatusCode }),
  };
}
