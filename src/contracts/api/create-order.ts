import * as z from 'zod';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { customerIdFrom, productIdFrom } from '../../core/kernel/ids.ts';
import { minorUnitsOf } from '../../core/kernel/money.ts';
import { safeText } from './safe-text.ts';

const priceSchema = z
  .number()
  .min(0.01)
  .max(1_000_000)
  .refine((price) => minorUnitsOf(price) !== undefined, { error: 'must have at most two decimals' })
  .meta({ multipleOf: 0.01, description: 'Price of one unit, as the customer saw it', examples: [29.99] });

const orderLineSchema = z.strictObject({
  productId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .transform(productIdFrom)
    .meta({ examples: ['PROD-001'] }),
  quantity: z.int().min(1).max(1_000),
  price: priceSchema,
});

export const shippingAddressSchema = z.strictObject({
  street: safeText(256),
  city: safeText(256),
  state: safeText(256),
  zipCode: safeText(256),
  country: safeText(256),
});

/** Names that every object has (`constructor`, `toString`) are none: the SDK tells values apart by them. */
const metadataName = /^[A-Za-z][A-Za-z0-9._-]{0,39}$/;
const metadataNameSchema = z
  .string()
  .regex(metadataName)
  .refine((name) => !(name in Object.prototype));

const metadataSchema = z.preprocess(
  refuseProto,
  z
    .record(metadataNameSchema, safeText(256))
    .refine((metadata) => Object.keys(metadata).length <= 20, { error: 'must have at most 20 entries' })
    .meta({
      maxProperties: 20,
      description: 'Names that every object of JavaScript has, such as constructor, are refused',
      // OpenAPI 3.0 has no propertyNames; tools may ignore an extension.
      'x-propertyNames': { pattern: metadataName.source },
    }),
);

/** zod leaves `__proto__` out of records in silence; a client is told instead. */
function refuseProto(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not a valid name' });
  }
  return value;
}

/** The body of `POST /orders`. Unknown fields are refused: a client may not set a status, a total or an id. */
export const createOrderSchema = z
  .strictObject({
    customerId: safeText(128).transform(customerIdFrom),
    customerEmail: z.email().max(254).optional(),
    customerPhone: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .meta({ description: 'E.164' })
      .optional(),
    items: z.array(orderLineSchema).min(1).max(50),
    shippingAddress: shippingAddressSchema.optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .refine((code) => currencyFrom(code) !== undefined, {
        error: 'must be a supported ISO 4217 currency with two decimals',
      })
      .default('USD'),
    paymentToken: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,64}$/)
      .default('tok_visa')
      .meta({ description: 'Handed to the payment provider; docs/testing.md lists those of the simulator' }),
    metadata: metadataSchema.optional(),
  })
  .meta({ id: 'CreateOrder' });

export type CreateOrderRequest = z.infer<typeof createOrderSchema>;

/** Largest request body, in bytes. */
export const maxBodyBytes = 256 * 1024;
