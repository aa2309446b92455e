import type { Cancel, Clock } from '../kernel/clock.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';
import { FunctionPool } from './function-pool.ts';
import type { StoredFunction } from './function-spec.ts';

/** What the pool is made of. */
export interface EnvironmentPoolOptions {
  readonly clock: Clock;
  readonly start: (target: StoredFunction) => ExecutionEnvironment;
  /** Environments of one function at a time, unless its events wait for long. */
  readonly perFunction: number;
  /** An event waits this long for one of them (ms) before there is one more; 200 unless told. */
  readonly patienceMs?: number | undefined;
  /** Environments of all functions; a function without any gets one nevertheless, so that nested calls cannot block. */
  readonly total?: number | undefined;
}

interface Entry {
  readonly revision: number;
  readonly pool: FunctionPool;
}

/** Environments of one function when its events wait for long. */
const hardLimit = 10;
/** A worker with an AWS client takes about 16 MB. */
const defaultTotal = 24;

/** Idle environments are kept this long: the last one of a function, and those beside it. */
const [idleLimitMs, spareLimitMs] = [600_000, 30_000];
/** One that has just become idle is not given up for another function: the two would only take turns. */
const evictableMs = 10_000;
const sweepMs = 20_000;

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
    const { clock, start, perFunction, patienceMs } = this.#options;
    const pool = new FunctionPool({
      clock,
      start: () => start(target),
      limit: perFunction,
      patienceMs,
      hardLimit: Math.min(hardLimit, target.reservedConcurrency ?? hardLimit),
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
    return this.#closeIdleFor(() => evictableMs, 1) > 0;
  }

  #sweep(): void {
    this.#closeIdleFor((pool) => (pool.size > 1 ? spareLimitMs : idleLimitMs));
    this.#cancelSweep = this.#options.clock.after(sweepMs, () => {
      this.#sweep();
    });
  }

  /** Closes environments that have been idle for longer than their pool's limit; how many, at most `most`. */
  #closeIdleFor(limitMs: (pool: FunctionPool) => number, most = Infinity): number {
    const now = this.#options.clock.now();
    const isDue = (pool: FunctionPool): boolean => now - (pool.idleSince ?? now) > limitMs(pool);
    let closed = 0;
    for (const pool of this.#pools()) {
      while (closed < most && isDue(pool)) {
        pool.closeIdle();
        closed += 1;
      }
    }
    return closed;
  }

  #pools(): FunctionPool[] {
    return [...this.#entries.values()].map((entry) => entry.pool);
  }
}
