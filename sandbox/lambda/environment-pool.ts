import type { Cancel, Clock } from '../kernel/clock.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';
import { FunctionPool } from './function-pool.ts';
import type { StoredFunction } from './function-store.ts';

/** What the pool is made of. */
export interface EnvironmentPoolOptions {
  readonly clock: Clock;
  readonly start: (target: StoredFunction) => ExecutionEnvironment;
  /** Environments of one function at a time. */
  readonly perFunction: number;
  /** Environments of all functions; a function without any gets one nevertheless, so that nested calls cannot block. */
  readonly total?: number | undefined;
}

interface Entry {
  readonly revision: number;
  readonly pool: FunctionPool;
}

/** A worker with an AWS client takes about 24 MB. */
const defaultTotal = 24;

/** Idle environments are kept this long. */
const idleLimitMs = 600_000;

/** The execution environments of all functions; those of an older revision of a function end with their last event. */
export class EnvironmentPool {
  readonly #options: EnvironmentPoolOptions;
  readonly #entries = new Map<string, Entry>();
  #cancelSweep: Cancel | undefined;

  constructor(options: EnvironmentPoolOptions) {
    this.#options = options;
  }

  /** Never rejects for what the function does; throws TooManyRequestsException above its reserved concurrency. */
  run(target: StoredFunction, invocation: Invocation): Promise<Outcome> {
    return this.#poolOf(target).run(invocation);
  }

  /** Starts one environment where there is none. */
  warm(target: StoredFunction): Promise<void> {
    return this.#poolOf(target).warm();
  }

  /** Closes the environments of a function that is gone. */
  drop(name: string): void {
    void this.#entries.get(name)?.pool.drain();
    this.#entries.delete(name);
  }

  /** Lets what runs and waits end, then closes everything. */
  async drain(): Promise<void> {
    await Promise.all(this.#pools().map((pool) => pool.drain()));
  }

  /** Closes everything at once. */
  async close(): Promise<void> {
    this.#cancelSweep?.();
    await Promise.all(this.#pools().map((pool) => pool.close()));
  }

  #poolOf(target: StoredFunction): FunctionPool {
    const known = this.#entries.get(target.name);
    if (known?.revision === target.revision) return known.pool;
    void known?.pool.drain();
    const { clock, start, perFunction } = this.#options;
    const pool = new FunctionPool({
      clock,
      start: () => start(target),
      limit: Math.min(perFunction, target.reservedConcurrency ?? perFunction),
      reserved: target.reservedConcurrency,
      makeRoom: () => this.#makeRoom(),
    });
    this.#entries.set(target.name, { revision: target.revision, pool });
    if (this.#cancelSweep === undefined) this.#sweep();
    return pool;
  }

  #makeRoom(): boolean {
    const size = this.#pools().reduce((sum, pool) => sum + pool.size, 0);
    if (size < (this.#options.total ?? defaultTotal)) return true;
    const victim = this.#longestIdle();
    victim?.closeIdle();
    return victim !== undefined;
  }

  #sweep(): void {
    const { clock } = this.#options;
    const limit = clock.now() - idleLimitMs;
    for (let pool = this.#longestIdle(); pool !== undefined; pool = this.#longestIdle()) {
      if ((pool.idleSince ?? limit) >= limit) break;
      pool.closeIdle();
    }
    this.#cancelSweep = clock.after(idleLimitMs / 10, () => {
      this.#sweep();
    });
  }

  #longestIdle(): FunctionPool | undefined {
    return this.#pools()
      .filter((pool) => pool.idleSince !== undefined)
      .sort((a, b) => (a.idleSince ?? 0) - (b.idleSince ?? 0))[0];
  }

  #pools(): FunctionPool[] {
    return [...this.#entries.values()].map((entry) => entry.pool);
  }
}
