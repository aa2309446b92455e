import { isObject } from '../../kernel/json.ts';
import { checkTemplate } from '../render.ts';
import { mapAt, members, refuse, textsOf } from './document.ts';
import type { DocumentPart } from './document.ts';

/** How the gateway says one kind of refusal. */
export interface GatewayResponse {
  /** Overrides the refusal's own status. */
  readonly statusCode?: number;
  /** Header name to mapping expression. */
  readonly headers: Readonly<Record<string, string>>;
  /** Template by media type. */
  readonly templates: Readonly<Record<string, string>>;
}

/** Custom gateway responses by their type. */
export type GatewayResponses = ReadonlyMap<GatewayResponseType, GatewayResponse>;

/** The kinds of refusal that API Gateway knows. */
export const gatewayResponseTypes = [
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
      return [type, parseGatewayResponse({ value, at })];
    }),
  );
}

/** Reads one gateway response. */
export function parseGatewayResponse(part: DocumentPart): GatewayResponse {
  const { statusCode } = part.value;
  const prefix = 'gatewayresponse.header.';
  const headers = Object.entries(textsOf(mapAt(part, 'responseParameters'))).map(([name, value]) => {
    if (!name.startsWith(prefix)) {
      throw refuse(`${part.at}.responseParameters.${name}`, 'only headers are supported by the sandbox');
    }
    return [name.slice(prefix.length), value];
  });
  const templates = textsOf(mapAt(part, 'responseTemplates'));
  for (const [type, template] of Object.entries(templates)) {
    checkTemplate(template, `${part.at}.responseTemplates.${type}`);
  }
  return {
    headers: Object.fromEntries(headers) as Record<string, string>, // pairs of texts
    templates,
    ...(statusCode === undefined ? {} : { statusCode: Number(statusCode) }),
  };
}
