import type { GatewayResponseType } from '../definition/gateway-responses.ts';

/** A refusal by the gateway itself, before or after the integration. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly type: GatewayResponseType;
  /** Unless the API's own gateway response says another. */
  readonly status: number;
  /** The x-amzn-ErrorType header. */
  readonly errorType: string;

  constructor(kind: keyof typeof kinds, message?: string) {
    const { type, status, errorType, text } = kinds[kind];
    super(message ?? text);
    this.type = type;
    this.status = status;
    this.errorType = errorType;
  }
}

const internal = { errorType: 'InternalServerErrorException', text: 'Internal server error' };

/** Every refusal with the status, header and text that AWS gives it. */
const kinds = {
  noSuchRoute: {
    type: 'MISSING_AUTHENTICATION_TOKEN',
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    text: 'Missing Authentication Token',
  },
  badKey: { type: 'INVALID_API_KEY', status: 403, errorType: 'ForbiddenException', text: 'Forbidden' },
  throttled: {
    type: 'THROTTLED',
    status: 429,
    errorType: 'TooManyRequestsException',
    text: 'Too Many Requests',
  },
  overQuota: {
    type: 'QUOTA_EXCEEDED',
    status: 429,
    errorType: 'LimitExceededException',
    text: 'Limit Exceeded',
  },
  badBody: {
    type: 'BAD_REQUEST_BODY',
    status: 400,
    errorType: 'BadRequestException',
    text: 'Invalid request body',
  },
  badParameters: {
    type: 'BAD_REQUEST_PARAMETERS',
    status: 400,
    errorType: 'BadRequestException',
    text: 'Missing required request parameters',
  },
  badPath: { type: 'DEFAULT_4XX', status: 400, errorType: 'BadRequestException', text: 'Bad Request' },
  largeHeaders: {
    type: 'DEFAULT_4XX',
    status: 431,
    errorType: 'RequestHeaderFieldsTooLargeException',
    text: 'Request Header Fields Too Large',
  },
  largeBody: {
    type: 'REQUEST_TOO_LARGE',
    status: 413,
    errorType: 'RequestTooLargeException',
    text: 'Request Too Long',
  },
  integrationFailed: { type: 'INTEGRATION_FAILURE', status: 502, ...internal },
  integrationTimedOut: {
    type: 'INTEGRATION_TIMEOUT',
    status: 504,
    errorType: internal.errorType,
    text: 'Endpoint request timed out',
  },
  noMockResponse: { type: 'API_CONFIGURATION_ERROR', status: 500, ...internal },
  defect: { type: 'DEFAULT_5XX', status: 500, ...internal },
} as const satisfies Record<
  string,
  { type: GatewayResponseType; status: number; errorType: string; text: string }
>;
