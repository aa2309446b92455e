import { assertNever } from '../kernel/assert-never.ts';
import type { FailureReason } from '../orders/order.ts';

/** Why an order failed, in words for its customer. */
export function failureText(reason: FailureReason): string {
  switch (reason) {
    case 'OUT_OF_STOCK':
      return 'An item is sold out. You were not charged.';
    case 'PRICE_MISMATCH':
      return 'The price of an item has changed. You were not charged.';
    case 'PAYMENT_DECLINED':
      return 'Your payment was declined. You were not charged.';
    case 'INSUFFICIENT_FUNDS':
      return 'Your payment was declined for lack of funds. You were not charged.';
    case 'PAYMENT_UNAVAILABLE':
      return 'Your payment could not be completed. Anything that was charged has been given back.';
    case 'PROCESSING_ERROR':
      return 'Something went wrong on our side. Anything that was charged has been given back.';
    case 'ABANDONED':
      return 'We could not begin to process your order. You were not charged.';
    default:
      return assertNever(reason);
  }
}
