import {
  OrderAlreadyCompletedError,
  OrderAlreadyEndedError,
  OrderFencedError,
  OrderNotFencedError,
  OrderNotFoundError,
  OwnedByAnotherRunError,
  PaymentDeclinedError,
  PriceMismatchError,
  StockUnavailableError,
} from '../../contracts/tasks/workflow-errors.ts';
import { ImpossibleStateError } from '../../core/kernel/faults.ts';

/** Kinds of outcomes that a task reports as a typed error, for `Catch` to match by name. */
const refusals = {
  'order-not-found': () => new OrderNotFoundError('there is no such order'),
  'order-already-ended': () => new OrderAlreadyEndedError('the order has ended'),
  // The workflow claims first, and the fence claims for itself.
  'order-not-claimed': () => new ImpossibleStateError('no run has claimed the order'),
  'owned-by-another-run': () => new OwnedByAnotherRunError('another execution owns the order'),
  'order-fenced': () => new OrderFencedError('the order is being undone'),
  'order-not-fenced': () => new OrderNotFencedError('the order must be fenced first'),
  'already-completed': () => new OrderAlreadyCompletedError('the order is completed'),
  'stock-unavailable': () => new StockUnavailableError('a product is sold out'),
  'price-mismatch': () => new PriceMismatchError('the catalogue has another price'),
  'payment-declined': () => new PaymentDeclinedError('the payment was declined'),
} as const;

/** The error for a refusal, or undefined when the outcome is a success. */
export const refusalErrorFor = (kind: string): Error | undefined =>
  isRefusalKind(kind) ? refusals[kind]() : undefined;

const isRefusalKind = (kind: string): kind is keyof typeof refusals => Object.hasOwn(refusals, kind);
