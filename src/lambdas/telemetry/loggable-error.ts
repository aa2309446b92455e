/**
 * What a log may say about an error: its name, where it was thrown, and the same of its causes. Messages and stacks of
 * libraries can quote the input, so they stay out; the message of an error of ours is written by us.
 */
export interface LoggableError {
  readonly name: string;
  readonly message?: string | undefined;
  /** `refund-payment.ts:36:17`, innermost first; `app.mjs:12:345` where the bundle's source map is switched off. */
  readonly frames?: readonly string[];
  readonly cause?: LoggableError | undefined;
}

export function loggableError(error: unknown): LoggableError {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: 'retry' in error ? error.message : undefined,
    frames: framesOf(error),
    cause: error.cause === undefined ? undefined : loggableError(error.cause),
  };
}

const mostFrames = 8;

/** ` at charge (file:///var/task/app.mjs:12:345)`: of all that, only the file's own name and the two numbers. */
const frame = /^ +at .*?([\w.-]+\.[cm]?[jt]s):(\d{1,7}):(\d{1,7})\)?$/;

/** A stack begins with the message, which may have lines that look like frames: it is cut off first, or nothing is said. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const messageAt = stack.indexOf(message);
  if (messageAt === -1) return [];
  const lines = stack.slice(messageAt + message.length).split('\n');
  return lines
    .flatMap((line) => {
      const [found, file = '', row = '', column = ''] = frame.exec(line) ?? [];
      return found === undefined ? [] : [`${file}:${row}:${column}`];
    })
    .slice(0, mostFrames);
}
