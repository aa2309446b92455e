import type { Cancel, Clock } from '../kernel/clock.ts';
import { AwsError } from '../kernel/errors.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';

/** What a function's pool is made of. */
export interface FunctionPoolOptions {
  readonly clock: Clock;
  readonly start: () => ExecutionEnvironment;
  /** Environments at a time, as long as events get their turn. */
  readonly limit: number;
  /** Environments at a time at most: slow functions, and those that call themselves, need more. */
  readonly hardLimit: number;
  /** Events at a time, waiting ones included, above which callers are refused; undefined: no such limit. */
  readonly reserved: number | undefined;
  /** Below its limit the pool grows for an event that waits this long (ms); 200 unless told. */
  readonly patienceMs?: number | undefined;
  /** Whether there is room for one more environment; may close another function's idle one. */
  readonly makeRoom: () => boolean;
}

interface Waiting {
  readonly invocation: Invocation;
  /** Epoch ms. */
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (refusal: AwsError) => void;
}

/** A start costs more than most events, and the first event of an environment takes far longer than the next. */
const defaultPatienceMs = 200;
/** Above its limit it grows when no event has ended for this long: then more environments help, and not only heat. */
const standstillMs = 1_000;

/** The environments of one revision of one function: started one after another, and only while events wait. */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #idle: { readonly environment: ExecutionEnvironment; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  #running = 0;
  /** When an event was last begun or ended (epoch ms). */
  #progressAt = 0;
  /** When an environment was last ready (epoch ms): events that waited for it have waited for nothing else. */
  #loadedAt = 0;
  #isClosed = false;
  #starting: Promise<void> | undefined;
  #cancelPatience: Cancel | undefined;
  #onDrained: (() => void) | undefined;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  /** Runs an event in a free environment, as soon as there is one. Throws TooManyRequestsException; 503 once closed. */
  run(invocation: Invocation): Promise<Outcome> {
    const { reserved } = this.#options;
    if (reserved !== undefined && this.#running + this.#waiting.length >= reserved) throw rateExceeded();
    if (this.#isClosed) throw stopping();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ invocation, since: this.#options.clock.now(), resolve, reject });
      this.#dispatch();
    });
  }

  /** Makes sure that one environment exists; resolves when it is loaded. */
  async warm(): Promise<void> {
    if (this.#environments.size === 0 && this.#options.hardLimit > 0) await this.#start();
    else await this.#starting;
  }

  get size(): number {
    return this.#environments.size;
  }

  /** When the longest idle environment became idle (epoch ms); undefined when none is idle. */
  get idleSince(): number | undefined {
    return this.#idle[0]?.since;
  }

  /** Closes the longest idle environment. */
  closeIdle(): void {
    const oldest = this.#idle.shift();
    if (oldest === undefined) return;
    this.#environments.delete(oldest.environment);
    void oldest.environment.close();
  }

  /** Lets what runs and waits end, then closes everything. */
  async drain(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onDrained = resolve;
      this.#dispatch();
    });
    await this.close();
  }

  /** Closes everything at once: what runs ends with Runtime.ExitError, what waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelPatience?.();
    for (const { reject } of this.#waiting.splice(0)) reject(stopping());
    await Promise.all([...this.#environments].map((environment) => environment.close()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const free = this.#idle.pop();
      if (free === undefined) break;
      if (free.environment.isAlive) this.#runNextIn(free.environment);
      else this.#environments.delete(free.environment);
    }
    this.#grow();
    if (this.#running === 0 && this.#waiting.length === 0) this.#onDrained?.();
  }

  #grow(): void {
    const [oldest] = this.#waiting;
    const { clock, limit, hardLimit, makeRoom, patienceMs = defaultPatienceMs } = this.#options;
    const { size } = this.#environments;
    if (oldest === undefined || this.#starting !== undefined || size >= hardLimit || this.#isClosed) return;
    const due =
      size < limit
        ? Math.max(oldest.since, this.#loadedAt) + (size === 0 ? 0 : patienceMs)
        : Math.max(oldest.since, this.#progressAt) + standstillMs;
    const rest = due - clock.now();
    if (rest <= 0 && (size === 0 || makeRoom())) {
      void this.#start();
      return;
    }
    this.#cancelPatience?.();
    this.#cancelPatience = clock.after(rest > 0 ? rest : defaultPatienceMs, () => {
      this.#grow();
    });
  }

  #start(): Promise<void> {
    const environment = this.#options.start();
    this.#environments.add(environment);
    this.#starting = environment.ready.then(() => {
      this.#starting = undefined;
      this.#loadedAt = this.#options.clock.now();
      this.#release(environment);
    });
    return this.#starting;
  }

  #release(environment: ExecutionEnvironment): void {
    // An environment whose code failed to load still owes that answer to the event that it was started for.
    if (!environment.isAlive && this.#waiting.length > 0) this.#runNextIn(environment);
    else this.#idle.push({ environment, since: this.#options.clock.now() });
    this.#dispatch();
  }

  #runNextIn(environment: ExecutionEnvironment): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#running += 1;
    this.#progressAt = this.#options.clock.now();
    void environment.run(next.invocation).then((outcome) => {
      this.#running -= 1;
      this.#progressAt = this.#options.clock.now();
      if (environment.isAlive) this.#release(environment);
      else {
        this.#environments.delete(environment);
        this.#dispatch();
      }
      next.resolve(outcome);
    });
  }
}

function stopping(): AwsError {
  return new AwsError('ServiceException', 'The sandbox is stopping.', { status: 503 });
}

function rateExceeded(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
  });
}
