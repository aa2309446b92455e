/** Says what a caller that sees a fault should do: try the same thing again, or stop. */
export type RetryVerdict = 'retry' | 'never';

/**
 * Something broke that the domain has no answer to. Refusals ("out of stock") are values; faults are thrown.
 * `name` is a string literal in every subclass: Lambda reports `error.name` as the error type, and a minifier
 * renames classes.
 */
export abstract class Fault extends Error {
  abstract override readonly name: string;
  abstract readonly retry: RetryVerdict;
}

/** A dependency did not answer, throttled, or is down, and the request is known not to have taken effect. */
export class DependencyUnavailableError extends Fault {
  override readonly name = 'DependencyUnavailable';
  readonly retry = 'retry';
}

/** The request was sent and its answer is lost: it may or may not have taken effect. */
export class OutcomeUnknownError extends Fault {
  override readonly name = 'OutcomeUnknown';
  readonly retry = 'retry';
}

/** Other writers kept winning the race for the same rows. */
export class WriteConflictError extends Fault {
  override readonly name = 'WriteConflict';
  readonly retry = 'retry';
}

/** A stored record does not have the shape this code writes. */
export class CorruptRecordError extends Fault {
  override readonly name = 'CorruptRecord';
  readonly retry = 'never';
}

/** The code reached a state that its types rule out: a bug. */
export class ImpossibleStateError extends Fault {
  override readonly name = 'ImpossibleState';
  readonly retry = 'never';
}

/** True for a thrown value that says "try again"; anything that is not a {@link Fault} says nothing of the kind. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Fault && error.retry === 'retry';
}
