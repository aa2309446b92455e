import * as z from 'zod';
import { orderStatusSchema } from '../order-status.ts';
import { shippingAddressSchema } from './create-order.ts';

const instant = z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-01-15T10:30:00.000Z'] });
const amount = z.number().meta({ description: 'Decimal in the currency of the order', examples: [109.97] });

/** The answer of `POST /orders`. */
export const orderCreatedSchema = z
  .object({
    message: z.literal('Order created successfully'),
    orderId: z.uuid(),
    status: z.literal('PENDING'),
    totalAmount: amount,
    createdAt: instant,
  })
  .meta({ id: 'OrderCreated' });

export type OrderCreated = z.infer<typeof orderCreatedSchema>;

export const failureReasonSchema = z.enum([
  'OUT_OF_STOCK',
  'PRICE_MISMATCH',
  'PAYMENT_DECLINED',
  'INSUFFICIENT_FUNDS',
  'PAYMENT_UNAVAILABLE',
  'PROCESSING_ERROR',
  'ABANDONED',
]);

/** An order as `GET` shows it. */
export const orderViewSchema = z
  .object({
    orderId: z.string(),
    createdAt: instant,
    customerId: z.string(),
    customerEmail: z.string().optional(),
    customerPhone: z.string().optional(),
    items: z.array(z.object({ productId: z.string(), quantity: z.int(), price: z.number() })),
    totalAmount: amount,
    currency: z.string(),
    status: orderStatusSchema,
    updatedAt: instant,
    shippingAddress: shippingAddressSchema.optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    failureReason: failureReasonSchema.optional().meta({ description: 'Only on FAILED orders' }),
    payment: z
      .object({
        status: z.enum(['CAPTURED', 'DECLINED', 'REFUNDED', 'VOIDED']),
        amount: amount.meta({ description: 'Captured minus refunded' }),
      })
      .optional()
      .meta({ description: 'Present once the order has ended and money was asked for' }),
  })
  .meta({ id: 'Order' });

export type OrderView = z.infer<typeof orderViewSchema>;

/** The answer of `GET /orders`. */
export const orderListSchema = z
  .object({
    orders: z.array(orderViewSchema),
    count: z.int(),
    filter: z.object({ status: orderStatusSchema.optional() }),
    nextToken: z.string().optional().meta({ description: 'Opaque; absent on the last page' }),
  })
  .meta({ id: 'OrderList' });

export type OrderList = z.infer<typeof orderListSchema>;
