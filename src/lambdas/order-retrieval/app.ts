import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { OrderList } from '../../contracts/api/order-view.ts';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import { getOrder } from '../../core/orders/get-order.ts';
import { listOrders } from '../../core/orders/list-orders.ts';
import { apiHandler } from '../http/api-handler.ts';
import { type ApiAnswer, ok, type Problem } from '../http/api-response.ts';
import { orderView } from '../http/order-view.ts';
import { compose } from './compose.ts';
import { encodeCursor } from './list-cursor.ts';
import { cursorScope, parseListQuery } from './parse-list-query.ts';

const deps = compose();

/** `GET /orders/{id}` and `GET /orders` */
export const handler = apiHandler(deps, (event) => {
  const id = event.pathParameters?.['id'];
  return id === undefined ? list(event) : show(id);
});

async function show(id: string): Promise<ApiAnswer | Problem> {
  // Ids of any other form were never given out; they are not looked up, and not repeated to the client.
  if (!/^[\w.-]{1,128}$/.test(id)) return { code: 'NotFound', message: 'Order not found' };
  const order = await getOrder(deps, orderIdFrom(id));
  return order === undefined ? { code: 'NotFound', message: `Order ${id} not found` } : ok(orderView(order));
}

async function list(event: APIGatewayProxyEvent): Promise<ApiAnswer | Problem> {
  const query = parseListQuery(event);
  if ('code' in query) return query;
  const page = await listOrders(deps, query);
  const body: OrderList = {
    orders: page.orders.map(orderView),
    count: page.orders.length,
    filter: query.status === undefined ? {} : { status: query.status },
    ...(page.next && { nextToken: encodeCursor(page.next, cursorScope(event, query.status)) }),
  };
  return ok(body);
}
