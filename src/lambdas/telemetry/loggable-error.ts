/**
 * What a log may say about an error: its name and those of its causes. Messages and stacks of libraries can quote the
 * input, so they stay out; the message of an error of ours is written by us.
 */
export interface LoggableError {
  readonly name: string;
  readonly message?: string;
  readonly cause?: LoggableError;
}

export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error };
  const cause = error.cause === undefined ? {} : { cause: loggableError(error.cause) };
  return 'retry' in error
    ? { name: error.name, message: error.message, ...cause }
    : { name: error.name, ...cause };
}
