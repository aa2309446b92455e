import { timestampFrom } from '../../core/kernel/clock.ts';
import { type OrderKey, orderIdFrom } from '../../core/kernel/ids.ts';

/** The key of a row of the orders table or of one of its indexes. */
export const keyOf = (row: Record<string, unknown>): OrderKey => ({
  orderId: orderIdFrom(String(row['orderId'])),
  createdAt: timestampFrom(String(row['createdAt'])),
});
