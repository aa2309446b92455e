import type { Ground } from '../kernel/ground.ts';
import type { FunctionStore } from './function-store.ts';
import type { Invoker } from './invoker.ts';
import type { StoredEventSource } from './event-source-store.ts';

/** A running mapping. */
export interface EventSourceReader {
  readonly start: () => void;
  /** Takes no further batch and gives back what was not handed to the function. */
  readonly stop: () => Promise<void>;
  /** Resolves when no batch is with the function. */
  readonly settled: () => Promise<void>;
}

/** What every reader is made of. */
export interface ReaderDependencies {
  readonly ground: Ground;
  readonly mapping: StoredEventSource;
  readonly functions: FunctionStore;
  readonly invoker: Invoker;
  /** Whether a record fits the mapping's filters. */
  readonly isWanted: (record: unknown) => boolean;
  /** Environments that a function has at most: more batches at a time would only wait while their visibility runs out. */
  readonly perFunction: number;
}
