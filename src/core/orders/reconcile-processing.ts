import { timestampAt } from '../kernel/clock.ts';
import type { OrderKey, RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import type { Workflow } from '../ports/workflow.ts';
import type { FailureReason, ProcessingOrder } from './order.ts';
import { claimFor } from './order-moves.ts';
import { maxRequeues, requeueOrder, type RequeueOrderDeps } from './requeue-order.ts';
import { settleOrder, type SettleOrderDeps } from './settle-order.ts';
import { type IsRequeueDue, quietMs } from './standing-still.ts';

export type ReconcileProcessingDeps = RequeueOrderDeps & SettleOrderDeps & { readonly workflow: Workflow };

export type ReconcileProcessingOutcome =
  'requeued' | 'settled' | 'refund-pending' | 'left-alone' | 'abandoned';

export interface ReconcileProcessingRule {
  /** Milliseconds without a change; 0 says that the run is known to have stopped, so nobody need wait. */
  readonly overdueMs: number;
  readonly isRequeueDue: IsRequeueDue;
}

/** An order whose run is not running any more is settled; one whose run never was is queued again. */
export async function reconcileProcessing(
  deps: ReconcileProcessingDeps,
  key: OrderKey,
  rule: ReconcileProcessingRule,
): Promise<ReconcileProcessingOutcome> {
  const order = await deps.orders.get(key);
  if (order?.status !== 'PROCESSING') return 'left-alone';
  if (quietMs(order, deps.clock) < rule.overdueMs) return 'left-alone';
  const runId = order.runId ?? deps.workflow.runOf(order.orderId);
  const status = await deps.workflow.statusOf(runId);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'left-alone';
  if (order.runId === undefined && status === 'unknown') return startAgain(deps, order, rule);
  return settle(deps, { order, runId, reason: 'PROCESSING_ERROR' });
}

/** The claim was written and the run never started: the queue starts it under the same name. */
async function startAgain(
  deps: ReconcileProcessingDeps,
  order: ProcessingOrder,
  { overdueMs, isRequeueDue }: ReconcileProcessingRule,
): Promise<ReconcileProcessingOutcome> {
  if (!(await isRequeueDue(order, overdueMs))) return 'left-alone';
  if (order.requeues < maxRequeues) return requeueOrder(deps, order);
  const runId = deps.workflow.runOf(order.orderId);
  const settled = await settle(deps, { order, runId, reason: 'ABANDONED' });
  return settled === 'settled' ? 'abandoned' : settled;
}

async function settle(
  deps: ReconcileProcessingDeps,
  { order, runId, reason }: { order: ProcessingOrder; runId: RunId; reason: FailureReason },
) {
  if (order.runId === undefined) await claimForRun(deps, order, runId);
  return settleOrder(deps, { orderId: order.orderId, createdAt: order.createdAt, runId, reason });
}

/** The fence belongs to the owner of an order; one that nobody claimed is claimed for the run that should have. */
const claimForRun = (deps: ReconcileProcessingDeps, key: OrderKey, runId: RunId) =>
  untilSaved(async () => {
    const order = await deps.orders.get(key);
    if (order?.status !== 'PROCESSING') return { kind: 'not-processing' };
    if (order.runId !== undefined) return { kind: 'already-claimed' };
    const saved = await deps.orders.save(order, claimFor(order, runId, timestampAt(deps.clock.now())));
    return saved === 'saved' ? { kind: 'claimed' } : 'lost-race';
  });
