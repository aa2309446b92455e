import type { OrderId, OrderKey, RunId } from '../kernel/ids.ts';

/** Starts and observes the order workflow. */
export interface Workflow {
  /**
   * Starts the order's own run (named by the order id, so a repeated start meets the first). Byte-stable input.
   * The trace header joins the run to the request that placed the order; an empty one is left out.
   */
  start(order: OrderKey, traceHeader: string): Promise<StartOutcome>;
  /** The run that `start` starts for an order, started or not. */
  runOf(orderId: OrderId): RunId;
  /** `unknown` when no such run exists. */
  statusOf(runId: RunId): Promise<RunStatus | 'unknown'>;
}

export const runStatuses = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
] as const;
export type RunStatus = (typeof runStatuses)[number];

export type StartOutcome =
  | { readonly kind: 'started' }
  /** The run exists and has this status; unless it is running or has succeeded, the reconciler settles the order. */
  | { readonly kind: 'already-exists'; readonly status: RunStatus | 'unknown' };
