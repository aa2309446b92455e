import type { APIGatewayProxyEvent } from 'aws-lambda';
import { listOrdersQuerySchema } from '../../contracts/api/list-orders.ts';
import type { ListQuery } from '../../core/ports/order-store.ts';
import type { Problem } from '../http/api-response.ts';
import { type CursorScope, decodeCursor } from './list-cursor.ts';

/** The query of a list request, or the problem with it. Nothing is clamped or ignored. */
export function parseListQuery(event: APIGatewayProxyEvent): ListQuery | Problem {
  const repeated = Object.values(event.multiValueQueryStringParameters ?? {}).some(
    (values) => (values ?? []).length > 1,
  );
  if (repeated) return invalid('A query parameter may be given only once');
  const parsed = listOrdersQuerySchema.safeParse(event.queryStringParameters ?? {});
  if (!parsed.success) return invalid(explanation(parsed.error.issues[0]));
  const { status, limit, nextToken } = parsed.data;
  const query = { limit, ...(status !== undefined && { status }) };
  if (nextToken === undefined) return query;
  const from = decodeCursor(nextToken, cursorScope(event, status));
  return from === undefined ? invalid(parameterRules.nextToken) : { ...query, from };
}

/** The API key's value is the caller's secret: a cursor is of no use to anybody else. */
export const cursorScope = (event: APIGatewayProxyEvent, status: string | undefined): CursorScope => ({
  status,
  callerSecret: event.requestContext.identity.apiKey ?? '',
});

const invalid = (message: string): Problem => ({ code: 'InvalidParameter', message });

const parameterRules = {
  status: 'status must be one of PENDING, PROCESSING, COMPLETED, FAILED',
  limit: 'limit must be a whole number from 1 to 100',
  nextToken: 'nextToken must be the one that an earlier page of this same query gave',
} as const;

function explanation(issue: { readonly path: readonly PropertyKey[] } | undefined): string {
  const parameter = issue?.path[0];
  if (parameter === 'status' || parameter === 'limit' || parameter === 'nextToken')
    return parameterRules[parameter];
  return 'The only query parameters are status, limit and nextToken';
}
