import { timestampAt } from '../kernel/clock.ts';
import {
  announceEnd,
  noticesDue,
  republishNotice,
  type RepublishNoticesDeps,
} from '../notifications/republish-notices.ts';
import type { OrderKey } from '../kernel/ids.ts';
import type { Order } from './order.ts';
import { reconcilePending, type ReconcilePendingDeps } from './reconcile-pending.ts';
import {
  reconcileProcessing,
  type ReconcileProcessingDeps,
  type ReconcileProcessingOutcome,
} from './reconcile-processing.ts';

export type ReconcileDeps = ReconcilePendingDeps & ReconcileProcessingDeps & RepublishNoticesDeps;

export interface ReconcileLimits {
  /** Age in milliseconds from which a PENDING order counts as forgotten. */
  readonly pendingOverdueMs: number;
  /** Milliseconds without a change from which the run of a PROCESSING order is looked at, and a notice is missed. */
  readonly processingOverdueMs: number;
  /** Epoch milliseconds after which no more work is begun; what is left waits for the next sweep. */
  readonly until: number;
}

/** What one sweep did, and what it saw. */
export interface ReconcileReport {
  readonly requeued: number;
  readonly abandoned: number;
  readonly settled: number;
  readonly republished: number;
  readonly refundsPending: number;
  /** Milliseconds; 0 when no PENDING order is overdue. */
  readonly oldestPendingAgeMs: number;
  readonly failures: readonly ReconcileFailure[];
}

/** What went wrong with one order; with the list of orders itself when it names none. */
export interface ReconcileFailure {
  readonly order?: OrderKey;
  readonly fault: unknown;
}

/** How many orders are looked at together. */
const width = 10;

/**
 * Looks at one order at once because its run is said to have stopped. `order-not-found` is no fault: executions
 * started by hand may name anything.
 */
export async function reconcileStoppedRun(
  deps: ReconcileDeps,
  key: OrderKey,
): Promise<ReconcileProcessingOutcome | 'order-not-found'> {
  if ((await deps.orders.get(key)) === undefined) return 'order-not-found';
  return announced(deps, key, reconcileProcessing(deps, key, 0));
}

/** Finds orders that stopped moving and brings each one step on. One order's fault never stops the others. */
export async function reconcileOrders(
  deps: ReconcileDeps,
  limits: ReconcileLimits,
): Promise<ReconcileReport> {
  const { pendingOverdueMs, processingOverdueMs } = limits;
  const before = (ageMs: number) => timestampAt(deps.clock.now() - ageMs);
  const tally = new Tally(deps, limits.until);

  let oldestPendingAgeMs = 0;
  await tally.each(deps.orders.overdue('PENDING', before(pendingOverdueMs)), (order) => {
    oldestPendingAgeMs = Math.max(oldestPendingAgeMs, deps.clock.now() - Date.parse(order.createdAt));
    return announced(deps, order, reconcilePending(deps, order, pendingOverdueMs));
  });
  await tally.each(deps.orders.overdue('PROCESSING', before(processingOverdueMs)), (order) =>
    announced(deps, order, reconcileProcessing(deps, order, processingOverdueMs)),
  );
  await tally.each(noticesDue(deps, before(processingOverdueMs)), (order) => republishNotice(deps, order));

  return {
    requeued: tally.count('requeued'),
    abandoned: tally.count('abandoned'),
    settled: tally.count('settled'),
    republished: tally.count('republished'),
    refundsPending: tally.count('refund-pending'),
    oldestPendingAgeMs,
    failures: tally.failures,
  };
}

/** What was ended here is published here; should that fail, the order stays in the outbox for a later sweep. */
async function announced<Outcome extends string>(deps: ReconcileDeps, key: OrderKey, work: Promise<Outcome>) {
  const outcome = await work;
  if (outcome === 'settled' || outcome === 'abandoned') await announceEnd(deps, key);
  return outcome;
}

/** Runs work over orders a few at a time and counts what came of it. */
class Tally {
  readonly failures: ReconcileFailure[] = [];
  readonly #counts = new Map<string, number>();
  readonly #deps: ReconcileDeps;
  readonly #until: number;

  constructor(deps: ReconcileDeps, until: number) {
    this.#deps = deps;
    this.#until = until;
  }

  count(outcome: string): number {
    return this.#counts.get(outcome) ?? 0;
  }

  async each<Found extends Order>(
    orders: AsyncIterable<Found>,
    work: (order: Found) => Promise<string>,
  ): Promise<void> {
    let batch: Found[] = [];
    try {
      for await (const order of orders) {
        if (this.#deps.clock.now() >= this.#until) return;
        batch.push(order);
        if (batch.length < width) continue;
        await this.#all(batch, work);
        batch = [];
      }
    } catch (error) {
      this.failures.push({ fault: error });
    }
    await this.#all(batch, work);
  }

  async #all<Found extends Order>(
    batch: readonly Found[],
    work: (order: Found) => Promise<string>,
  ): Promise<void> {
    const one = async (order: Found): Promise<void> => {
      try {
        const outcome = await work(order);
        this.#counts.set(outcome, this.count(outcome) + 1);
      } catch (fault) {
        this.failures.push({ order: { orderId: order.orderId, createdAt: order.createdAt }, fault });
      }
    };
    await Promise.all(batch.map(one));
  }
}
