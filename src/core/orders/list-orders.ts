import type { ListQuery, OrderPage, OrderStore } from '../ports/order-store.ts';

/** One page of orders, newest first. */
export const listOrders = (deps: { readonly orders: OrderStore }, query: ListQuery): Promise<OrderPage> =>
  deps.orders.list(query);
