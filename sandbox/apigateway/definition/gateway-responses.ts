import * as z from 'zod';
import { writtenResponse } from './written-response.ts';
import type { WrittenResponse } from './written-response.ts';

/** Custom gateway responses by their type. */
export type GatewayResponses = ReadonlyMap<string, WrittenResponse>;

/** The kinds of refusal that API Gateway knows. */
const types = new Set(
  (
    'ACCESS_DENIED API_CONFIGURATION_ERROR AUTHORIZER_CONFIGURATION_ERROR AUTHORIZER_FAILURE BAD_REQUEST_BODY ' +
    'BAD_REQUEST_PARAMETERS DEFAULT_4XX DEFAULT_5XX EXPIRED_TOKEN INTEGRATION_FAILURE INTEGRATION_TIMEOUT ' +
    'INVALID_API_KEY INVALID_SIGNATURE MISSING_AUTHENTICATION_TOKEN QUOTA_EXCEEDED REQUEST_TOO_LARGE ' +
    'RESOURCE_NOT_FOUND THROTTLED UNAUTHORIZED UNSUPPORTED_MEDIA_TYPE WAF_FILTERED'
  ).split(' '),
);

/** x-amazon-apigateway-gateway-responses. */
export const gatewayResponses = z
  .record(z.string(), writtenResponse('gatewayresponse.header.'))
  .superRefine((responses, { addIssue }) => {
    for (const type of Object.keys(responses)) {
      if (!types.has(type)) {
        addIssue({ code: 'custom', path: [type], message: 'is no type of gateway response' });
      }
    }
  })
  .transform((responses): GatewayResponses => new Map(Object.entries(responses)));
