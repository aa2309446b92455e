import { renderResponse } from '../definition/written-response.ts';
import type { WireResponse } from '../../wire/http.ts';
import type { Exchange } from './exchange.ts';

const internal = ['InternalServerErrorException', 'Internal server error'] as const;

/** Every refusal as AWS gives it: type of its gateway response, status, x-amzn-ErrorType, text. */
const kinds = {
  noSuchRoute: [
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ],
  badKey: ['INVALID_API_KEY', 403, 'ForbiddenException', 'Forbidden'],
  throttled: ['THROTTLED', 429, 'TooManyRequestsException', 'Too Many Requests'],
  overQuota: ['QUOTA_EXCEEDED', 429, 'LimitExceededException', 'Limit Exceeded'],
  badBody: ['BAD_REQUEST_BODY', 400, 'BadRequestException', 'Invalid request body'],
  badPath: ['DEFAULT_4XX', 400, 'BadRequestException', 'Bad Request'],
  largeHeaders: [
    'DEFAULT_4XX',
    431,
    'RequestHeaderFieldsTooLargeException',
    'Request Header Fields Too Large',
  ],
  largeBody: ['REQUEST_TOO_LARGE', 413, 'RequestTooLargeException', 'Request Too Long'],
  integrationFailed: ['INTEGRATION_FAILURE', 502, ...internal],
  integrationTimedOut: ['INTEGRATION_TIMEOUT', 504, internal[0], 'Endpoint request timed out'],
  noMockResponse: ['API_CONFIGURATION_ERROR', 500, ...internal],
  defect: ['DEFAULT_5XX', 500, ...internal],
} as const;

/** A refusal by the gateway itself, before or after the integration. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly kind: keyof typeof kinds;

  constructor(kind: keyof typeof kinds) {
    super(kinds[kind][3]);
    this.kind = kind;
  }
}

const template = '{"message":$context.error.messageString}';
const ownResponse = { statusCode: undefined, headers: [], mediaType: 'application/json', template };

/** How the API says a refusal: by its own gateway response, by its default for 4XX or 5XX, or as AWS does by itself. */
export function refusal({ kind }: GatewayError, { stage, variables }: Exchange): WireResponse {
  const [type, ownStatus, errorType, message] = kinds[kind];
  variables.set('error.message', message);
  variables.set('error.messageString', JSON.stringify(message));
  variables.set('error.responseType', type);
  const { gatewayResponses } = stage.definition;
  const response =
    gatewayResponses.get(type) ??
    gatewayResponses.get(ownStatus >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX') ??
    ownResponse;
  const { status, headers, body } = renderResponse(response, variables, { status: ownStatus, template });
  return { status, headers: { 'x-amzn-errortype': errorType, ...headers }, body };
}
