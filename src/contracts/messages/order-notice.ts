import * as z from 'zod';
import { orderStatusSchema } from '../order-status.ts';
import { createdAtText, orderIdText } from '../order-key.ts';

/**
 * The message on the topic: an order has reached a status. The message attribute `status` repeats the status for
 * filter policies. No personal data: consumers read the order.
 */
export const orderNoticeSchema = z.object({
  orderId: orderIdText,
  createdAt: createdAtText,
  status: orderStatusSchema,
  /** `<orderId>:<STATUS>`: every copy of a notice carries the same one. */
  notificationId: z.string().min(1),
});

export type OrderNotice = z.infer<typeof orderNoticeSchema>;

/** Name of the SNS message attribute that carries the status. */
export const noticeStatusAttribute = 'status';
