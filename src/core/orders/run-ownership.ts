import type { RunId } from '../kernel/ids.ts';
import { isEnded, type Order, type PendingOrder, type ProcessingOrder } from './order.ts';

/** Reasons for which a task of a run leaves an order alone. */
export type RunRefusal =
  | { readonly kind: 'order-not-found' }
  | { readonly kind: 'order-already-ended' }
  /** No run has claimed the order yet, this one least of all. */
  | { readonly kind: 'order-not-claimed' }
  | { readonly kind: 'owned-by-another-run' }
  | { readonly kind: 'order-fenced' }
  | { readonly kind: 'order-not-fenced' };

export type OwnedOrder = ProcessingOrder & { readonly runId: RunId };

/** The order, if the run owns it and it has not ended. */
export function requireOwned(order: Order | undefined, runId: RunId): OwnedOrder | RunRefusal {
  if (order === undefined) return { kind: 'order-not-found' };
  if (isEnded(order)) return { kind: 'order-already-ended' };
  if (order.status === 'PENDING' || order.runId === undefined) return { kind: 'order-not-claimed' };
  if (order.runId !== runId) return { kind: 'owned-by-another-run' };
  return { ...order, runId };
}

/** The order, if it is open and no run has claimed it. */
export function unowned(order: Order | undefined): PendingOrder | ProcessingOrder | undefined {
  if (order === undefined || isEnded(order)) return undefined;
  return order.status === 'PENDING' || order.runId === undefined ? order : undefined;
}

/** The order, if the run owns it and nobody has begun to undo it. */
export function requireUnfenced(order: Order | undefined, runId: RunId): OwnedOrder | RunRefusal {
  const owned = requireOwned(order, runId);
  return !isRefusal(owned) && owned.failing !== undefined ? { kind: 'order-fenced' } : owned;
}

export const isRefusal = <Value extends object>(value: Value | RunRefusal): value is RunRefusal =>
  'kind' in value;

/** Work of a run repeats after a lost answer: did this very run bring the order to where it is? */
export const endedBy = (order: Order | undefined, runId: RunId): boolean =>
  order !== undefined && isEnded(order) && order.runId === runId;
