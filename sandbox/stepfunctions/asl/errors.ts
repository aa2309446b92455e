/** An error that a state ended with, as ASL sees it: `error` is matched by Retry and Catch, the message is its Cause. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;

  /** @param error an error name such as `States.Timeout` or a task's own */
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** A path, intrinsic call or rule of a definition that cannot be understood or is not supported. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
}

/** A fault that no Retry and no Catch handles: the execution fails. */
export function runtimeError(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}

/** Something wrong with a definition. */
export interface Problem {
  readonly code:
    | 'INVALID_JSON_DESCRIPTION'
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'DUPLICATE_STATE_NAME';
  readonly message: string;
  /** As AWS writes it: `/States/Both/Branches[0]/States/Check/Next`. */
  readonly location: string;
}
