import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { CreateOrderRequest } from '../../contracts/api/create-order.ts';
import { headerValues } from '../http/request-header.ts';

/** The key that came with the request, if any; `malformed` when it is not one value of 1 to 255 printable characters. */
export function idempotencyKeyOf(event: APIGatewayProxyEvent): string | undefined | 'malformed' {
  const values = headerValues(event, 'idempotency-key');
  const [key] = values;
  if (key === undefined) return undefined;
  return values.length === 1 && /^[\x20-\x7e]{1,255}$/.test(key) && key.trim() !== '' ? key : 'malformed';
}

/** Keys belong to the caller: the same text under another API key is another key. */
export const recordIdOf = (event: APIGatewayProxyEvent, key: string): string =>
  `order#${event.requestContext.identity.apiKeyId ?? 'no-key'}#${key}`;

/** A digest of what the request means: the order of fields and white space do not matter. */
export const requestHashOf = (request: CreateOrderRequest): string =>
  createHash('sha256').update(JSON.stringify(request, sortedKeys)).digest('hex');

const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
