import type { Clock } from '../kernel/clock.ts';
import type { OrderKey } from '../kernel/ids.ts';
import type { Order } from './order.ts';

/** Orders to look at, and what to do with each. */
export interface SweepPass<Found extends Order> {
  readonly orders: AsyncIterable<Found>;
  /**
   * How much of the time that is left it may take, from 0 to 1. Passes that follow then find time, however many orders
   * this one finds, and take over what it leaves unused.
   */
  readonly share: number;
  /** Names what came of an order. */
  readonly work: (order: Found) => Promise<string>;
  /** Follows from what came of an order, which counts even should this fail. */
  readonly afterwards?: (order: Found, outcome: string) => Promise<void>;
}

/** What went wrong with one order; with the list of orders itself when it names none. */
export interface SweepFailure {
  readonly order?: OrderKey;
  readonly fault: unknown;
}

/** How many orders are looked at together. */
const width = 10;

/** Goes over orders a few at a time and counts what came of it. One order's fault never stops the others. */
export class Sweep {
  readonly failures: SweepFailure[] = [];
  readonly #counts = new Map<string, number>();
  readonly #clock: Clock;
  readonly #until: number;

  /** `until`: epoch milliseconds after which no more work is begun; what is left waits for the next sweep. */
  constructor(clock: Clock, until: number) {
    this.#clock = clock;
    this.#until = until;
  }

  /** How many orders came to this outcome, over all passes so far. */
  count(outcome: string): number {
    return this.#counts.get(outcome) ?? 0;
  }

  async pass<Found extends Order>({ orders, share, ...pass }: SweepPass<Found>): Promise<void> {
    const begun = this.#clock.now();
    const until = begun + (this.#until - begun) * share;
    let batch: Found[] = [];
    try {
      for await (const order of orders) {
        if (this.#clock.now() >= until) return;
        batch.push(order);
        if (batch.length < width) continue;
        await this.#all(batch, pass);
        batch = [];
      }
    } catch (fault) {
      this.failures.push({ fault });
    }
    await this.#all(batch, pass);
  }

  async #all<Found extends Order>(
    batch: readonly Found[],
    { work, afterwards }: Pick<SweepPass<Found>, 'work' | 'afterwards'>,
  ): Promise<void> {
    const one = async (order: Found): Promise<void> => {
      try {
        const outcome = await work(order);
        this.#counts.set(outcome, this.count(outcome) + 1);
        await afterwards?.(order, outcome);
      } catch (fault) {
        this.failures.push({ order: { orderId: order.orderId, createdAt: order.createdAt }, fault });
      }
    };
    await Promise.all(batch.map(one));
  }
}
