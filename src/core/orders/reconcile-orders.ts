import { timestampAt } from '../kernel/clock.ts';
import {
  announceEnd,
  noticesDue,
  republishNotice,
  type RepublishNoticesDeps,
} from '../notifications/republish-notices.ts';
import type { OrderKey } from '../kernel/ids.ts';
import { reconcilePending, type ReconcilePendingDeps } from './reconcile-pending.ts';
import {
  reconcileProcessing,
  type ReconcileProcessingDeps,
  type ReconcileProcessingOutcome,
} from './reconcile-processing.ts';
import { requeueRule } from './standing-still.ts';
import { Sweep, type SweepFailure } from './sweep.ts';

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
  readonly failures: readonly SweepFailure[];
}

/**
 * Looks at one order at once because its run is said to have stopped. `order-not-found` is no fault: executions
 * started by hand may name anything.
 */
export async function reconcileStoppedRun(
  deps: ReconcileDeps,
  key: OrderKey,
): Promise<ReconcileProcessingOutcome | 'order-not-found'> {
  if ((await deps.orders.get(key)) === undefined) return 'order-not-found';
  const rule = { overdueMs: 0, isRequeueDue: requeueRule(deps) };
  const outcome = await reconcileProcessing(deps, key, rule);
  await announceIfEnded(deps, key, outcome);
  return outcome;
}

/**
 * Finds orders that stopped moving and brings each one step on. Notices and money come before the orders that wait,
 * which may be very many and get whatever time is left.
 */
export async function reconcileOrders(
  deps: ReconcileDeps,
  { pendingOverdueMs, processingOverdueMs, until }: ReconcileLimits,
): Promise<ReconcileReport> {
  const before = (ageMs: number) => timestampAt(deps.clock.now() - ageMs);
  const isRequeueDue = requeueRule(deps);
  const sweep = new Sweep(deps.clock, until);

  await sweep.pass({
    orders: noticesDue(deps, before(processingOverdueMs)),
    share: 1 / 3,
    work: (order) => republishNotice(deps, order),
  });
  const afterwards = (order: OrderKey, outcome: string) => announceIfEnded(deps, order, outcome);
  const processing = { overdueMs: processingOverdueMs, isRequeueDue };
  await sweep.pass({
    orders: deps.orders.overdue('PROCESSING', before(processingOverdueMs)),
    share: 1 / 2,
    work: (order) => reconcileProcessing(deps, order, processing),
    afterwards,
  });
  const pending = { overdueMs: pendingOverdueMs, isRequeueDue };
  let oldestPendingAgeMs = 0;
  await sweep.pass({
    orders: deps.orders.overdue('PENDING', before(pendingOverdueMs)),
    share: 1,
    work: (order) => {
      oldestPendingAgeMs = Math.max(oldestPendingAgeMs, deps.clock.now() - Date.parse(order.createdAt));
      return reconcilePending(deps, order, pending);
    },
    afterwards,
  });

  return {
    requeued: sweep.count('requeued'),
    abandoned: sweep.count('abandoned'),
    settled: sweep.count('settled'),
    republished: sweep.count('republished'),
    refundsPending: sweep.count('refund-pending'),
    oldestPendingAgeMs,
    failures: sweep.failures,
  };
}

/** What was ended here is published here; should that fail, the order stays in the outbox for a later sweep. */
async function announceIfEnded(deps: ReconcileDeps, key: OrderKey, outcome: string): Promise<void> {
  if (outcome === 'settled' || outcome === 'abandoned') await announceEnd(deps, key);
}
