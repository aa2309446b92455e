import type { Cancel } from '../kernel/clock.ts';
import { runtimeError, timedOut } from './execution-environment.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';
import { OutputLines } from './output-lines.ts';
import type { EndMessage } from './worker-protocol.ts';
import { WorkerThread } from './worker-thread.ts';
import type { Death, WorkerNews, WorkerThreadOptions } from './worker-thread.ts';

/** A bundle that takes longer to load is given up; AWS allows 10 s, a busy laptop needs more. */
const initLimitMs = 30_000;

/** How often the memory of a running function is looked at. */
const memoryWatchMs = 100;

type End = Pick<Outcome, 'payload' | 'status' | 'lostTo'> & Partial<Outcome>;

/** An execution environment in a worker thread: whatever the function does ends only this thread. */
export class WorkerEnvironment implements ExecutionEnvironment {
  readonly ready: Promise<void>;
  readonly #options: WorkerThreadOptions;
  readonly #thread: WorkerThread;
  readonly #cancelInit: Cancel;
  #cancelWatch: Cancel | undefined;
  readonly #loaded = Promise.withResolvers<undefined>();
  readonly #gone = Promise.withResolvers<undefined>();
  readonly #startedAt: number;
  readonly #output = new OutputLines();
  #initMs: number | undefined;
  #failedInit: End | undefined;
  #isDead = false;
  #current: { readonly requestId: string; readonly finish: (end: End) => void } | undefined;

  constructor(options: WorkerThreadOptions) {
    const { clock } = options;
    this.#options = options;
    this.#startedAt = clock.now();
    this.ready = this.#loaded.promise;
    this.#cancelInit = clock.after(initLimitMs, () => {
      this.#kill('timeout');
    });
    this.#thread = new WorkerThread({
      ...options,
      onMessage: (message) => {
        this.#onMessage(message);
      },
      onGone: (death) => {
        this.#onGone(death);
      },
    });
  }

  get isAlive(): boolean {
    return !this.#isDead;
  }

  async run(invocation: Invocation): Promise<Outcome> {
    await this.ready;
    const end = this.#failedInit ?? (await this.#attempt(invocation));
    const outcome: Outcome = {
      durationMs: 0,
      usedMemoryMb: 0,
      lines: this.#output.take(this.#options.clock.now()),
      logStream: this.#options.logStream,
      ...(this.#initMs === undefined ? {} : { initMs: this.#initMs }),
      ...end,
    };
    this.#initMs = undefined;
    return outcome;
  }

  async close(): Promise<void> {
    this.#kill();
    await this.#gone.promise;
  }

  #attempt(invocation: Invocation): Promise<End> {
    const { clock, target } = this.#options;
    return new Promise((resolve) => {
      const timeoutMs = target.timeoutSeconds * 1_000;
      const begun = clock.now();
      const cancel = clock.after(timeoutMs, () => {
        this.#kill('timeout');
      });
      const finish = (end: End): void => {
        cancel();
        this.#cancelWatch?.();
        this.#current = undefined;
        resolve({ durationMs: clock.now() - begun, ...end });
      };
      this.#current = { requestId: invocation.requestId, finish };
      this.#watchMemory();
      this.#thread.send({ type: 'invoke', timeoutMs, ...invocation });
    });
  }

  #watchMemory(): void {
    const { clock, target } = this.#options;
    const watched = this.#current;
    this.#cancelWatch = clock.after(memoryWatchMs, () => {
      this.#thread.usedMb().then(
        (used) => {
          if (watched === undefined || watched !== this.#current) return;
          if (used > target.memorySizeMb) this.#kill('memory');
          else this.#watchMemory();
        },
        // The thread is gone, and `gone` says so.
        () => undefined,
      );
    });
  }

  #onMessage(message: WorkerNews): void {
    if (message.type === 'ready') this.#onLoaded();
    else if (message.type === 'log') {
      this.#output.write(message.text, this.#options.clock.now());
    } else if (message.type === 'unready') {
      this.#failedInit = { payload: message.payload, status: 'error' };
      this.#kill();
    } else this.#onEnd(message);
  }

  #onLoaded(): void {
    this.#cancelInit();
    this.#initMs ??= this.#options.clock.now() - this.#startedAt;
    this.#loaded.resolve(undefined);
  }

  #onEnd({ payload, failed, fatal, durationMs, usedMemoryMb }: EndMessage): void {
    if (this.#isDead) return;
    if (fatal) this.#kill();
    this.#current?.finish({ payload, status: failed ? 'error' : 'success', durationMs, usedMemoryMb });
  }

  #onGone(death: Death): void {
    const { timeoutSeconds } = this.#options.target;
    const { requestId = '' } = this.#current ?? {};
    const end = death.cause === 'timeout' ? timedOut(requestId, timeoutSeconds) : exit(requestId, death);
    this.#isDead = true;
    this.#failedInit ??= end;
    this.#onLoaded();
    this.#current?.finish(end);
    this.#gone.resolve(undefined);
  }

  /** From now on it takes no event, also while the thread is still about to end. */
  #kill(cause?: Death['cause']): void {
    this.#isDead = true;
    this.#thread.kill(cause);
  }
}

/** The errors of a runtime that is gone, as Lambda words them. */
function exit(requestId: string, { cause, detail }: Death): End {
  const [lostTo, reason]: [string, string] =
    cause === 'memory'
      ? ['Runtime.OutOfMemory', 'Runtime exited with error: signal: killed']
      : detail === '0'
        ? ['Runtime.ExitError', 'Runtime exited without providing a reason']
        : ['Runtime.ExitError', `Runtime exited with error: exit status ${cause === 'exit' ? detail : '1'}`];
  return { ...runtimeError(requestId, lostTo, reason), lostTo };
}
