import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { OrderCreated } from '../../contracts/api/order-view.ts';
import { decimalOf } from '../../core/kernel/money.ts';
import type { PendingOrder } from '../../core/orders/order.ts';
import { type PlaceOrderOutcome, placeOrder } from '../../core/orders/place-order.ts';
import type { StoredResponse } from '../../core/ports/idempotency-store.ts';
import { apiHandler } from '../http/api-handler.ts';
import type { ApiAnswer, Problem } from '../http/api-response.ts';
import { compose } from './compose.ts';
import { idempotencyKeyOf, recordIdOf, requestHashOf } from './idempotency-key.ts';
import { draftOf, parseOrder } from './parse-order.ts';

const deps = compose();

/** `POST /orders` */
export const handler = apiHandler(deps, async (event): Promise<ApiAnswer | Problem> => {
  const request = parseOrder(event);
  if ('code' in request) return request;
  const key = idempotencyKeyOf(event);
  if (key === 'malformed') return malformedKey;
  const outcome = await placeOrder(deps, {
    draft: draftOf(request),
    traceHeader: deps.traceHeader(),
    ...(key !== undefined && { key: { id: recordIdOf(event, key), requestHash: requestHashOf(request) } }),
    render: (order) => created(event, order),
  });
  if (outcome.kind === 'placed') count(outcome.order);
  return answerFor(outcome);
});

const malformedKey: Problem = {
  code: 'InvalidParameter',
  message: 'Idempotency-Key must be one value of 1 to 255 printable characters',
};

function created(event: APIGatewayProxyEvent, order: PendingOrder): StoredResponse {
  const body: OrderCreated = {
    message: 'Order created successfully',
    orderId: order.orderId,
    status: order.status,
    totalAmount: decimalOf(order.total),
    createdAt: order.createdAt,
  };
  const headers = { Location: `${event.requestContext.path}/${order.orderId}` };
  return { statusCode: 201, body: JSON.stringify(body), headers };
}

function count(order: PendingOrder): void {
  deps.logger.info('order placed', { orderId: order.orderId });
  deps.metrics.addMetric('OrdersCreated', MetricUnit.Count, 1);
  deps.metrics.addMetric('OrderValue', MetricUnit.NoUnit, decimalOf(order.total));
}

function answerFor(outcome: PlaceOrderOutcome): ApiAnswer | Problem {
  switch (outcome.kind) {
    case 'placed':
      return outcome.response;
    case 'replayed':
      return { ...outcome.response, headers: { ...outcome.response.headers, 'Idempotent-Replayed': 'true' } };
    case 'invalid':
      return { code: 'ValidationError', message: 'The order is not valid', details: outcome.issues };
    case 'key-reused':
      return { code: 'IdempotencyKeyReused', message: 'The Idempotency-Key was used for another request' };
    case 'key-in-progress':
      return { code: 'IdempotencyInProgress', message: 'A request with this Idempotency-Key is in progress' };
  }
}
