/**
 * The errors by which a task tells the workflow what happened; `Catch` and `Retry` match them by name.
 * One class per name: Lambda reports `error.name`, and a minifier would rename a class.
 */

/** Thrown by validate-order: no such order. A fault of whoever started the run. */
export class OrderNotFoundError extends Error {
  override readonly name = 'OrderNotFound';
}

/** Thrown by any task: the order is COMPLETED or FAILED already. Nothing is left to do. */
export class OrderAlreadyEndedError extends Error {
  override readonly name = 'OrderAlreadyEnded';
}

/** Thrown by any task: another execution has claimed the order. Nothing to do here. */
export class OwnedByAnotherRunError extends Error {
  override readonly name = 'OwnedByAnotherRun';
}

/** Thrown by validate-order, process-payment and update-inventory: somebody has begun to undo the order. */
export class OrderFencedError extends Error {
  override readonly name = 'OrderFenced';
}

/** Thrown by fence-order: the order was completed before it could be fenced. Notify, never refund. */
export class OrderAlreadyCompletedError extends Error {
  override readonly name = 'OrderAlreadyCompleted';
}

/** Thrown by validate-order: a tracked product has fewer units than the order wants. Nothing was held. */
export class StockUnavailableError extends Error {
  override readonly name = 'StockUnavailable';
}

/** Thrown by validate-order: the catalogue has another price than the order. Nothing was held. */
export class PriceMismatchError extends Error {
  override readonly name = 'PriceMismatch';
}

/** Thrown by process-payment: the provider declined; nothing was charged. */
export class PaymentDeclinedError extends Error {
  override readonly name = 'PaymentDeclined';
}

/** Thrown by refund-payment and fail-order: undoing was asked for before the fence stood. A bug in the workflow. */
export class OrderNotFencedError extends Error {
  override readonly name = 'OrderNotFenced';
}

/** Thrown by any task: the input is not what the workflow promises. */
export class InvalidTaskInputError extends Error {
  override readonly name = 'InvalidTaskInput';
}
