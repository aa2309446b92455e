import { format } from 'node:util';

/** Takes what a function writes. */
export interface OutputSink {
  /** Called at once, since a worker that is terminated loses what still sits in its streams. */
  readonly write: (text: string) => void;
  readonly requestId: () => string | undefined;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Lambda's name for the level of each console method. */
const levels = {
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  warn: 'WARN',
  error: 'ERROR',
  trace: 'TRACE',
} as const;

/**
 * Leads everything that is written in this realm to the sink of the moment; where there is none, it goes where it went
 * before. Console lines get Lambda's prefix; direct writes (what Powertools does) stay as they are.
 */
export function captureOutput(sinkNow: () => OutputSink | undefined): void {
  for (const [method, level] of Object.entries(levels)) {
    // Object.entries widens the keys of a constant record to string.
    const name = method as keyof typeof levels;
    const own = console[name].bind(console);
    console[name] = (...values: unknown[]) => {
      const sink = sinkNow();
      if (sink === undefined) own(...values);
      else sink.write(prefixed(sink, level, format(...values)));
    };
  }
  for (const stream of [process.stdout, process.stderr]) {
    const own = stream.write.bind(stream);
    const write = (chunk: Uint8Array | string, ...rest: unknown[]): unknown => {
      const sink = sinkNow();
      if (sink === undefined) return Reflect.apply(own, stream, [chunk, ...rest]);
      sink.write(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const done = rest.findLast((value) => typeof value === 'function');
      if (done !== undefined) queueMicrotask(() => void Reflect.apply(done, undefined, []));
      return true;
    };
    stream.write = write as typeof stream.write; // takes and answers the same
  }
}

/** A line as Lambda's console writes it: newlines inside a message become carriage returns. */
export function prefixed(
  { now, requestId }: Pick<OutputSink, 'now' | 'requestId'>,
  level: string,
  text: string,
): string {
  const time = new Date(now()).toISOString();
  return `${time}\t${requestId() ?? 'undefined'}\t${level}\t${text.replaceAll('\n', '\r')}\n`;
}
