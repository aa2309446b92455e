import * as z from 'zod';
import { orderStatusSchema } from '../order-status.ts';

/** The query of `GET /orders`. Out of range is refused, never clamped. */
export const listOrdersQuerySchema = z.strictObject({
  status: orderStatusSchema.optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .refine((limit) => limit <= 100, { error: 'must be at most 100' })
    .default(50),
  nextToken: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,4096}$/)
    .optional(),
});

export type ListOrdersQuery = z.infer<typeof listOrdersQuerySchema>;
