import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import {
  type ApiErrorCode,
  apiErrors,
  type ErrorBody,
  type ErrorDetail,
} from '../../contracts/api/api-errors.ts';

export interface Problem {
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly details?: readonly ErrorDetail[];
}

/** An answer before the headers that every answer carries are added. */
export interface ApiAnswer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: object): ApiAnswer => ({ statusCode: 200, body: JSON.stringify(body) });

/** The one place that turns an error code into an HTTP answer. */
export function problemAnswer(event: APIGatewayProxyEvent, { code, message, details }: Problem): ApiAnswer {
  const body: ErrorBody = {
    error: code,
    message,
    requestId: event.requestContext.requestId,
    ...(details && { details: [...details] }),
  };
  const isWorthRetrying = code === 'ServiceUnavailable' || code === 'IdempotencyInProgress';
  return {
    statusCode: apiErrors[code].status,
    body: JSON.stringify(body),
    ...(isWorthRetrying && { headers: { 'Retry-After': '1' } }),
  };
}

/** Adds what every answer carries: JSON, CORS, and no caching or sniffing of order data. */
export const proxyResult = (answer: ApiAnswer, corsAllowOrigin: string): APIGatewayProxyResult => ({
  statusCode: answer.statusCode,
  headers: {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Origin': corsAllowOrigin,
    'Access-Control-Expose-Headers': 'Location,Idempotent-Replayed,Retry-After',
    ...(corsAllowOrigin !== '*' && { Vary: 'Origin' }),
    ...answer.headers,
  },
  body: answer.body,
});
