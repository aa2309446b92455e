import { type ApiErrorCode, apiErrors } from '../../src/contracts/api/api-errors.ts';
import { createOrderExample, orderExample } from './openapi-examples.ts';
import { type JsonObject, schemaRef } from './openapi-schemas.ts';

/** The three routes. */
export const openapiPaths = (): JsonObject => ({
  '/orders': { post: createOrder(), get: listOrders() },
  '/orders/{id}': { get: getOrder() },
});

const createOrder = (): JsonObject => ({
  operationId: 'createOrder',
  summary: 'Create an order',
  description:
    'Stores the order and returns at once. With an Idempotency-Key the call may be repeated for 24 hours: the same ' +
    'request gets the first answer again, with Idempotent-Replayed: true.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'Any text of 1 to 255 printable characters; belongs to the API key that sends it.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: schemaRef('CreateOrder'), example: createOrderExample } },
  },
  responses: {
    '201': {
      ...jsonAnswer('The order is stored', 'OrderCreated'),
      headers: {
        Location: { description: 'Path of the order', schema: { type: 'string' } },
        'Idempotent-Replayed': {
          description: 'true when this is the stored answer of an earlier request',
          schema: { type: 'string', enum: ['true'] },
        },
      },
    },
    ...errorAnswers([
      'InvalidJSON',
      'RequestRefused',
      'ValidationError',
      'InvalidParameter',
      'Forbidden',
      'IdempotencyInProgress',
      'PayloadTooLarge',
      'IdempotencyKeyReused',
      'TooManyRequests',
      'InternalServerError',
      'ServiceUnavailable',
    ]),
  },
});

const getOrder = (): JsonObject => ({
  operationId: 'getOrder',
  summary: 'Show an order',
  parameters: [
    {
      name: 'id',
      in: 'path',
      required: true,
      description: 'orderId',
      schema: { type: 'string' },
      example: orderExample.orderId,
    },
  ],
  responses: {
    '200': jsonAnswer('The order as it stands', 'Order', orderExample),
    ...errorAnswers([
      'RequestRefused',
      'Forbidden',
      'NotFound',
      'TooManyRequests',
      'InternalServerError',
      'ServiceUnavailable',
    ]),
  },
});

const listOrders = (): JsonObject => ({
  operationId: 'listOrders',
  summary: 'List orders, newest first',
  parameters: [
    {
      name: 'status',
      in: 'query',
      schema: { type: 'string', enum: ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] },
    },
    {
      name: 'limit',
      in: 'query',
      description: 'Out of range is refused, never clamped.',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    },
    {
      name: 'nextToken',
      in: 'query',
      description: 'As an earlier page of the same query gave it.',
      schema: { type: 'string' },
    },
  ],
  responses: {
    '200': jsonAnswer('A page of orders', 'OrderList'),
    ...errorAnswers([
      'InvalidParameter',
      'RequestRefused',
      'Forbidden',
      'TooManyRequests',
      'InternalServerError',
      'ServiceUnavailable',
    ]),
  },
});

const jsonAnswer = (description: string, schema: string, example?: object): JsonObject => ({
  description,
  content: { 'application/json': { schema: schemaRef(schema), ...(example && { example }) } },
});

/** One answer per status; codes that share a status share its answer. */
function errorAnswers(codes: readonly ApiErrorCode[]): JsonObject {
  const statuses = [...new Set(codes.map((code) => apiErrors[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const meanings = codes.filter((code) => apiErrors[code].status === status);
      const description = meanings.map((code) => `${code}: ${apiErrors[code].meaning}`).join(' ');
      return [String(status), { ...jsonAnswer(description, 'Error'), ...retryAfter(status) }];
    }),
  );
}

const retryAfter = (status: number): JsonObject =>
  status === 409 || status === 429 || status === 503
    ? { headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } }
    : {};
