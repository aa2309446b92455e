import type { OrderView } from '../../contracts/api/order-view.ts';
import { decimalOf } from '../../core/kernel/money.ts';
import type { Order } from '../../core/orders/order.ts';

/** An order as the API shows it: decimals for money, nothing about tokens, runs or traces. */
export function orderView(order: Order): OrderView {
  const payment = 'payment' in order ? order.payment : undefined;
  return {
    orderId: order.orderId,
    createdAt: order.createdAt,
    customerId: order.customerId,
    customerEmail: order.customerEmail,
    customerPhone: order.customerPhone,
    items: order.items.map((line) => ({ ...line, price: decimalOf(line.price) })),
    totalAmount: decimalOf(order.total),
    currency: order.total.currency,
    status: order.status,
    updatedAt: order.updatedAt,
    shippingAddress: order.shippingAddress,
    metadata: order.metadata && { ...order.metadata },
    failureReason: 'failureReason' in order ? order.failureReason : undefined,
    payment: payment && { status: payment.status, amount: decimalOf(payment.net) },
  };
}
