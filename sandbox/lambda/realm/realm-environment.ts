import type { Random } from '../../kernel/random.ts';
import type { ClockLife } from '../../kernel/virtual-clock.ts';
import type {
  EnvironmentOptions,
  ExecutionEnvironment,
  Invocation,
  Outcome,
} from '../execution-environment.ts';
import { runtimeError, timedOut } from '../execution-environment.ts';
import { OutputLines } from '../output-lines.ts';
import { contextOf, exposeTrace, resultText } from '../runtime.ts';
import { errorLog, errorPayload } from '../runtime-error.ts';
import { prefixed } from '../worker-output.ts';
import { withoutCopy } from './function-loader.ts';
import type { FunctionLoader, LoadedCode } from './function-loader.ts';
import { Presence } from './presence.ts';
import { surroundedBy } from './realm.ts';
import type { Surroundings } from './realm.ts';

/** How an environment in this realm is made. */
export interface RealmEnvironmentOptions extends EnvironmentOptions {
  readonly clock: ClockLife['clock'];
  readonly random: Random;
  readonly load: FunctionLoader;
  /** A function that ran out of time goes on, as on AWS it may until it is frozen, instead of being cut off. */
  readonly outlivesTimeout: boolean;
  /** How much its clock is ahead of the sandbox's. */
  readonly skewMs: number;
}

type End = Pick<Outcome, 'payload' | 'status'>;

interface Running {
  readonly requestId: string;
  readonly presence: Presence;
  readonly finish: (end: End) => void;
}

/**
 * An execution environment in the sandbox's own realm: its code takes no time of the virtual clock, its calls are
 * answered one at a time, and whatever it asks of time and chance comes from the sandbox. What it does to the realm
 * stays done: for code that is trusted.
 */
export class RealmEnvironment implements ExecutionEnvironment {
  readonly ready: Promise<void>;
  readonly #options: RealmEnvironmentOptions;
  readonly #surroundings: Surroundings;
  #code: LoadedCode | undefined;
  #failedInit: End | undefined;
  #running: Running | undefined;
  #presence: Presence;
  readonly #output = new OutputLines();
  #initMs: number | undefined = 0;
  #isDead = false;

  constructor(options: RealmEnvironmentOptions) {
    this.#options = options;
    this.#presence = new Presence(options.clock);
    this.#surroundings = this.#makeSurroundings();
    this.ready = this.#load();
  }

  get isAlive(): boolean {
    return !this.#isDead;
  }

  async run(invocation: Invocation): Promise<Outcome> {
    await this.ready;
    const { clock } = this.#options;
    const begunAt = clock.now();
    const { payload, status } = this.#failedInit ?? (await this.#attempt(invocation));
    const outcome: Outcome = {
      durationMs: clock.now() - begunAt,
      // The realm is shared, so nobody can say what of its memory is whose.
      usedMemoryMb: 0,
      lines: this.#output.take(clock.now()),
      logStream: this.#options.logStream,
      ...(this.#initMs === undefined ? {} : { initMs: this.#initMs }),
      payload: withoutCopy(payload),
      status,
    };
    this.#initMs = undefined;
    return outcome;
  }

  close(): Promise<void> {
    const { requestId, finish } = this.#running ?? {};
    this.#end(this.#running === undefined);
    finish?.(runtimeError(requestId ?? '', 'Runtime.ExitError', 'Runtime exited with error: exit status 1'));
    return Promise.resolve();
  }

  async #load(): Promise<void> {
    const { load, target } = this.#options;
    const { codeDirectory, handler, name: functionName } = target;
    this.#presence.enter();
    try {
      this.#code = await surroundedBy(this.#surroundings, () =>
        load({ functionName, codeDirectory, handler }),
      );
    } catch (thrown) {
      this.#isDead = true;
      this.#failedInit = { payload: JSON.stringify(errorPayload(thrown)), status: 'error' };
    } finally {
      this.#presence.leave();
    }
  }

  #attempt(invocation: Invocation): Promise<End> {
    const { clock, target } = this.#options;
    return new Promise((resolve) => {
      const presence = new Presence(clock);
      const cancel = clock.after(target.timeoutSeconds * 1_000, () => {
        this.#end(false);
        running.finish(timedOut(invocation.requestId, target.timeoutSeconds));
      });
      const finish = (end: End): void => {
        cancel();
        if (this.#running === running) this.#running = undefined;
        resolve(end);
      };
      const running: Running = { requestId: invocation.requestId, presence, finish };
      this.#running = running;
      this.#presence = presence;
      clock.soon(() => {
        presence.enter();
        void this.#handle(invocation, running).finally(() => {
          presence.leave();
        });
      });
    });
  }

  async #handle(invocation: Invocation, { finish }: Running): Promise<void> {
    const { environment } = this.#surroundings;
    const { clock, target, logStream } = this.#options;
    const endsAt = clock.now() + target.timeoutSeconds * 1_000;
    exposeTrace(environment, invocation.traceHeader);
    try {
      const remainingMs = (): number => endsAt - clock.now();
      const context = contextOf({ ...invocation, target, logStream, remainingMs });
      const result = await surroundedBy(this.#surroundings, () =>
        this.#code?.handler(JSON.parse(invocation.event), context),
      );
      finish({ payload: resultText(result), status: 'success' });
    } catch (thrown) {
      const names = { now: () => clock.now(), requestId: () => invocation.requestId };
      this.#write(prefixed(names, 'ERROR', `Invoke Error \t${errorLog(thrown)}`));
      finish({ payload: JSON.stringify(errorPayload(thrown)), status: 'error' });
    }
  }

  /** No further event runs here; one under way is cut off from the sandbox, unless it outlives its timeout. */
  #end(isIdle: boolean): void {
    if (this.#isDead) return;
    this.#isDead = true;
    if (!this.#options.outlivesTimeout) this.#presence.cutOff();
    this.#code?.release?.(isIdle);
  }

  #makeSurroundings(): Surroundings {
    const { clock, random, region, environment, skewMs } = this.#options;
    return {
      region,
      environment: { ...environment },
      requestId: () => this.#running?.requestId,
      now: () => clock.now() + skewMs,
      fraction: () => random.fraction(),
      newId: () => random.uuid(),
      write: (text) => {
        this.#write(text);
      },
      sleep: (ms) =>
        this.#presence.during(() => new Promise<void>((resolve) => void clock.after(ms, resolve))),
      send: (request) => this.#presence.during(() => this.#options.handle(request, this.#options.caller)),
    };
  }

  #write(text: string): void {
    this.#output.write(withoutCopy(text), this.#options.clock.now());
  }
}
