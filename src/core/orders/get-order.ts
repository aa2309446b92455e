import type { OrderId } from '../kernel/ids.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { Order } from './order.ts';

/** The order as it stands, or undefined when there is none. Reads its own writes. */
export const getOrder = (
  deps: { readonly orders: OrderStore },
  orderId: OrderId,
): Promise<Order | undefined> => deps.orders.find(orderId);
