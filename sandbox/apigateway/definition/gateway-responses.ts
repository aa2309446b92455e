import { isObject } from '../../kernel/json.ts';
import { members, refuse } from './document.ts';
import type { DocumentPart } from './document.ts';
import { parseWrittenResponse } from './written-response.ts';
import type { WrittenResponse } from './written-response.ts';

/** Custom gateway responses by their type. */
export type GatewayResponses = ReadonlyMap<GatewayResponseType, WrittenResponse>;

/** The kinds of refusal that API Gateway knows. */
const gatewayResponseTypes = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const;

/** One of them. */
export type GatewayResponseType = (typeof gatewayResponseTypes)[number];

/** Reads x-amazon-apigateway-gateway-responses. */
export function parseGatewayResponses(part: DocumentPart): GatewayResponses {
  return new Map(
    members(part).map(([name, value, at]) => {
      const type = gatewayResponseTypes.find((candidate) => candidate === name);
      if (type === undefined) throw refuse(at, 'is no type of gateway response');
      if (!isObject(value)) throw refuse(at, 'must be a map');
      return [type, parseWrittenResponse({ value, at }, 'gatewayresponse.header.')];
    }),
  );
}
