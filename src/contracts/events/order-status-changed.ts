import * as z from 'zod';
import { orderStatusSchema } from '../order-status.ts';

/** Source and detail type of the bus event that the stream's second pipe sends for every status change. */
export const orderEventSource = 'order-processing';
export const orderStatusChangedDetailType = 'order-status-changed.v1';

/** Detail of the event. Numbers arrive as text, as a pipe's input template makes them. */
export const orderStatusChangedSchema = z.object({
  orderId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  status: orderStatusSchema,
  version: z.coerce.number().int().positive(),
});

export type OrderStatusChanged = z.infer<typeof orderStatusChangedSchema>;
