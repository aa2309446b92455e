import { seededRandom, start, virtualClock } from 'serverless-sandbox';
import type { Sandbox, StartOptions, VirtualClock, WireResponse } from 'serverless-sandbox';
import type { FunctionCode } from '../function-code.ts';
import type { Effect } from './effect.ts';
import { FaultRules } from './fault-rules.ts';
import { interceptorOf } from './interceptor.ts';

/** What the services of a world may do, as AWS's may. */
export type Behaviour = Pick<StartOptions, 'disorder' | 'indexLagMs' | 'outlivesTimeout' | 'clockSkewMs'>;

/** How a world begins. */
export interface WorldOptions {
  readonly code: FunctionCode;
  readonly seed: number;
  readonly rules?: FaultRules;
  /** Path of another template than the project's. */
  readonly template?: string | undefined;
  /** What is stored at the beginning, and the time (epoch ms). */
  readonly from?: Moment;
  /** What can happen next happens in an order of the seed's, not in that of its coming. */
  readonly isShuffled?: boolean;
  readonly behaviour?: Behaviour | undefined;
  /** Called at every commit. */
  readonly onCommit?: (moment: () => Moment) => void;
}

/** Everything that a kill would leave behind. */
export interface Moment {
  readonly image: Uint8Array;
  readonly now: number;
  readonly rules: FaultRules;
}

const stackName = 'order-processing';
const parameters = { NotificationChannels: 'log,email', PaymentLatencyMs: '20' };

/**
 * The whole system in this process on a virtual clock, with trouble on request. A crash ends its sandbox at once; the
 * next `settle` starts another on what was committed. Clock, rules and customers are outside and live on.
 */
export class World {
  readonly clock: VirtualClock;
  readonly rules: FaultRules;
  readonly effects: Effect[] = [];
  /** Faults that no caller waited for. */
  readonly reports: string[] = [];
  commits = 0;
  crashes = 0;
  /** When the last trouble was made (epoch ms); 0 before the first. */
  troubledAt = 0;
  /** Troubled calls by their caller. */
  readonly troubled: Record<string, number> = {};
  /** Calls that are held back and still to happen. */
  heldBack = 0;
  readonly #options: WorldOptions;
  readonly #waiting = new Set<() => void>();
  #sandbox: Sandbox | undefined;
  #isDown = false;

  private constructor(options: WorldOptions) {
    const { seed, from, isShuffled = false, rules = from?.rules.copy() ?? new FaultRules() } = options;
    this.#options = options;
    this.rules = rules;
    this.clock = virtualClock({
      ...(from === undefined ? {} : { start: from.now }),
      ...(isShuffled ? { order: seededRandom(seed ^ 0x5eed) } : {}),
    });
  }

  /** Starts a world. */
  static async begin(options: WorldOptions): Promise<World> {
    const world = new World(options);
    await world.#start(options.from?.image);
    return world;
  }

  get sandbox(): Sandbox {
    if (this.#sandbox === undefined) throw new RangeError('the world has not begun');
    return this.#sandbox;
  }

  /** A request of the REST API; undefined where the system died before it answered. */
  async request(method: string, path: string, extra: RequestParts = {}): Promise<WireResponse | undefined> {
    if (this.#isDown) return undefined;
    const { api, connection } = this.sandbox;
    const headers = {
      host: '127.0.0.1',
      'content-type': 'application/json',
      'x-api-key': connection.apiKey ?? '',
      ...extra.headers,
    };
    return this.orDeath(api({ method, path: `/prod${path}`, headers, body: extra.body ?? '' }));
  }

  /** What is promised, or undefined should the system die first. */
  orDeath<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      const died = (): void => {
        resolve(undefined);
      };
      this.#waiting.add(died);
      answer.then(resolve, reject).finally(() => this.#waiting.delete(died));
    });
  }

  /** Moves time until there is an answer. */
  async patiently<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    answer.then(over, over);
    await this.settle();
    while (!isOver) await this.advance(100);
    return answer;
  }

  /** `kill -9`: what is not committed is lost. */
  crash(): void {
    if (this.#isDown) return;
    this.#isDown = true;
    this.crashes += 1;
    this.troubledAt = this.clock.now();
    this.heldBack = 0;
    this.sandbox.abandon();
    this.#options.code.reclaim();
    for (const died of [...this.#waiting]) died();
  }

  /** Everything that can happen now happens; a system that is down is started again. */
  async settle(): Promise<void> {
    await this.clock.settle();
    await this.#revive();
  }

  /** Moves time, and starts the system again whenever it is down. */
  async advance(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.settle();
    while (await this.clock.step(end)) await this.#revive();
    await this.clock.advance(Math.max(0, end - this.clock.now()));
    await this.#revive();
  }

  /** What a kill at this moment would leave. */
  moment(): Moment {
    return { image: this.sandbox.image(), now: this.clock.now(), rules: this.rules.copy() };
  }

  /** Nothing of this world happens any more. */
  end(): void {
    if (!this.#isDown) this.crash();
  }

  async #revive(): Promise<void> {
    while (this.#isDown) {
      await this.#start(this.sandbox.image());
      await this.clock.settle();
    }
  }

  async #start(image: Uint8Array | undefined): Promise<void> {
    const { code, seed, behaviour, onCommit, template = 'template.yaml' } = this.#options;
    this.#isDown = false;
    const { crashes } = this;
    this.#sandbox = await start({
      template,
      stackName,
      parameters,
      seed,
      clock: this.clock,
      ...(image === undefined ? {} : { image }),
      functions: 'in-realm',
      loadFunction: code.load,
      ...behaviour,
      intercept: interceptorOf(this, stackName),
      onCommit: () => {
        this.commits += 1;
        onCommit?.(() => this.moment());
      },
      report: (where, thrown) => {
        if (crashes === this.crashes) this.reports.push(`${where}: ${String(thrown)}`);
      },
    });
  }
}

interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
