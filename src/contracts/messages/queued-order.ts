import * as z from 'zod';
import { createdAtText, orderIdText } from '../order-key.ts';

/** The body of a message in the order queue, made from the table's stream by the pipe's input template. */
export const queuedOrderSchema = z.object({
  orderId: orderIdText,
  createdAt: createdAtText,
  /** X-Ray trace header of the request that placed the order; empty when there was none. */
  traceHeader: z.string(),
});

export type QueuedOrder = z.infer<typeof queuedOrderSchema>;
