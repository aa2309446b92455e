import { CorruptRecordError } from '../../core/kernel/faults.ts';
import type { OrderKey } from '../../core/kernel/ids.ts';
import type { Order } from '../../core/orders/order.ts';
import { orderFromItem } from './order-item.ts';
import { keyOf } from './order-key.ts';

/** Told about a row that is no readable order; somebody has to look at it. */
export type ReportUnreadable = (key: OrderKey, fault: CorruptRecordError) => void;

/**
 * The orders among the rows of a list. One unreadable row (written by hand, or by a newer version) must not hide the
 * others from a customer or from the reconciler: it is reported and left out.
 */
export function readableOrders(
  items: readonly Record<string, unknown>[],
  report: ReportUnreadable,
): readonly Order[] {
  return items.flatMap((item) => {
    try {
      return [orderFromItem(item)];
    } catch (thrown) {
      if (!(thrown instanceof CorruptRecordError)) throw thrown;
      report(keyOf(item), thrown);
      return [];
    }
  });
}
