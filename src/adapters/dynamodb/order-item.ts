import * as z from 'zod';
import { timestampFrom } from '../../core/kernel/clock.ts';
import { type Currency, currencyFrom } from '../../core/kernel/currency.ts';
import { CorruptRecordError } from '../../core/kernel/faults.ts';
import { customerIdFrom, orderIdFrom, productIdFrom, runIdFrom } from '../../core/kernel/ids.ts';
import { decimalOf, minorUnitsOf, type Money, money } from '../../core/kernel/money.ts';
import { failureReasons, isEnded, type Order, orderStatuses } from '../../core/orders/order.ts';
import { type PaymentSummary, paymentStatuses } from '../../core/payments/payment-summary.ts';
import { listShardKey, noticeShardKey, shardOf, statusShardKey } from './order-shards.ts';

/** An order as a row of the table: exact decimals for amounts, beside the keys of its three indexes. */
export function orderItem(order: Order): Record<string, unknown> {
  const { total, items, ...rest } = order;
  const shard = shardOf(order.orderId);
  return {
    ...rest,
    items: items.map((line) => ({ ...line, price: decimalOf(line.price) })),
    currency: total.currency,
    totalAmount: decimalOf(total),
    ...('payment' in order && order.payment !== undefined && { payment: paymentItem(order.payment) }),
    statusShard: statusShardKey(order.status, shard),
    listShard: listShardKey(shard),
    ...(isEnded(order) && { noticeShard: noticeShardKey(shard) }),
  };
}

/** @throws CorruptRecordError when a row does not have the shape that {@link orderItem} writes */
export function orderFromItem(item: Record<string, unknown>): Order {
  const parsed = storedOrderSchema.safeParse(item);
  if (!parsed.success)
    throw new CorruptRecordError('a stored order is not readable', { cause: parsed.error });
  const { currency: code, totalAmount, items, payment, ...rest } = parsed.data;
  const currency = knownCurrency(code);
  const order = {
    ...rest,
    items: items.map((line) => ({ ...line, price: amount(line.price, currency) })),
    total: amount(totalAmount, currency),
    ...(payment && { payment: { status: payment.status, net: amount(payment.net, currency) } }),
  };
  // The schema's optional fields are absent when they are not stored: DynamoDB has no undefined.
  return order as Order;
}

const text = z.string();
const facts = {
  orderId: text.transform(orderIdFrom),
  createdAt: text.transform(timestampFrom),
  customerId: text.transform(customerIdFrom),
  customerEmail: text.optional(),
  customerPhone: text.optional(),
  items: z.array(
    z.object({ productId: text.transform(productIdFrom), quantity: z.int(), price: z.number() }),
  ),
  currency: text,
  totalAmount: z.number(),
  shippingAddress: z
    .object({ street: text, city: text, state: text, zipCode: text, country: text })
    .optional(),
  metadata: z.record(text, text).optional(),
  paymentToken: text,
  traceHeader: text,
  updatedAt: text.transform(timestampFrom),
  version: z.int(),
  requeues: z.int(),
};
const runId = text.transform(runIdFrom);
const payment = z.object({ status: z.enum(paymentStatuses), net: z.number() });
const failureReason = z.enum(failureReasons);
const [pending, processing, completed, failed] = orderStatuses;

const storedOrderSchema = z.discriminatedUnion('status', [
  z.object({ ...facts, status: z.literal(pending), payment: z.undefined().optional() }),
  z.object({
    ...facts,
    status: z.literal(processing),
    runId: runId.optional(),
    failing: failureReason.optional(),
    payment: z.undefined().optional(),
  }),
  z.object({ ...facts, status: z.literal(completed), runId, payment }),
  z.object({
    ...facts,
    status: z.literal(failed),
    runId: runId.optional(),
    failureReason,
    payment: payment.optional(),
  }),
]);

const paymentItem = ({ status, net }: PaymentSummary) => ({ status, net: decimalOf(net) });

function knownCurrency(code: string): Currency {
  const currency = currencyFrom(code);
  if (currency === undefined) throw new CorruptRecordError(`a stored order has the currency ${code}`);
  return currency;
}

function amount(decimal: number, currency: Currency): Money {
  const minor = minorUnitsOf(decimal);
  if (minor === undefined)
    throw new CorruptRecordError('a stored order has an amount without exact minor units');
  return money(minor, currency);
}
