import { format } from 'node:util';

/** Takes one line that the function wrote. */
export type LineSink = (text: string) => void;

/** Lambda's name for the level of each console method. */
export const levels = {
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  warn: 'WARN',
  error: 'ERROR',
  trace: 'TRACE',
} as const;

/**
 * Leads everything that is written in this realm to `sink`, line by line and at once: a worker that is terminated
 * loses what still sits in its streams. Console lines get Lambda's prefix; direct writes (what Powertools does) stay
 * as they are.
 */
export function captureOutput(sink: LineSink, requestId: () => string | undefined): void {
  for (const [method, level] of Object.entries(levels)) {
    // Object.entries widens the keys of a constant record to string.
    console[method as keyof typeof levels] = (...values: unknown[]) => {
      sink(prefixed({ level, requestId: requestId(), text: format(...values) }));
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    const lines = lineSplitter(sink);
    stream.write = (chunk: Uint8Array | string, ...rest: unknown[]) => {
      lines(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const done = rest.findLast((value) => typeof value === 'function');
      if (done !== undefined) queueMicrotask(() => void Reflect.apply(done, undefined, []));
      return true;
    };
  }
}

/** A line as Lambda's console writes it: newlines inside a message become carriage returns. */
export function prefixed(line: {
  level: string;
  requestId: string | undefined;
  text: string;
  /** Epoch ms; now unless told. */
  at?: number;
}): string {
  const time = (line.at === undefined ? new Date() : new Date(line.at)).toISOString();
  return `${time}\t${line.requestId ?? 'undefined'}\t${line.level}\t${line.text.replaceAll('\n', '\r')}`;
}

function lineSplitter(sink: LineSink): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') sink(line);
  };
}
