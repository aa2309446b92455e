import type { FailureReason } from './order.ts';
import { failureReasons } from './order.ts';

const reasonsByError: ReadonlyMap<string, FailureReason> = new Map([
  ['StockUnavailable', 'OUT_OF_STOCK'],
  ['PriceMismatch', 'PRICE_MISMATCH'],
  ['PaymentDeclined', 'PAYMENT_DECLINED'],
  ['PaymentUnavailable', 'PAYMENT_UNAVAILABLE'],
  ['PaymentOutcomeUnknown', 'PAYMENT_UNAVAILABLE'],
]);

/** What a customer is told when the workflow stopped at the named error; a reason given as such stands for itself. */
export function failureReasonFor(errorName: string): FailureReason {
  const stated = failureReasons.find((reason) => reason === errorName);
  return stated ?? reasonsByError.get(errorName) ?? 'PROCESSING_ERROR';
}

/** Reasons that the workflow can only meet before it has asked for money. */
export const isBeforePayment = (reason: FailureReason): boolean =>
  reason === 'OUT_OF_STOCK' || reason === 'PRICE_MISMATCH';
