/**
 * What a host process that replays runs supplies instead of the machine's own time, chance and waiting: an object
 * under this symbol on `globalThis`. Absent on AWS, and in the sandbox unless it replays.
 */
const hostKey = Symbol.for('serverless-sandbox.host');

export interface Host {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A UUID. */
  readonly newId: () => string;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** The host, if there is one; asked at every use, since a host may come and go around a run. */
export const host = (): Host | undefined =>
  // The host promises this shape; there is nothing here to check it against.
  (globalThis as Record<symbol, unknown>)[hostKey] as Host | undefined;
