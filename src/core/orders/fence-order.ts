import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderKey, RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import type { OrderStore } from '../ports/order-store.ts';
import { failureReasonFor } from './failure-reason.ts';
import { fence } from './order-moves.ts';
import { isRefusal, requireOwned, type RunRefusal } from './run-ownership.ts';

export interface FenceOrderDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
}

export interface FenceOrder extends OrderKey {
  readonly runId: RunId;
  /** Name of the error that led here, or a failure reason. */
  readonly reason: string;
}

export type FenceOrderOutcome =
  | { readonly kind: 'fenced' }
  /** A completion won the race: notify, never refund. */
  | { readonly kind: 'already-completed' }
  | RunRefusal;

/**
 * The one write with which every undoing begins. After it, no hold and no completion can succeed, so completion and
 * compensation never both win. A fence that stands keeps its first reason.
 */
export const fenceOrder = (deps: FenceOrderDeps, command: FenceOrder): Promise<FenceOrderOutcome> =>
  untilSaved(async () => {
    const stored = await deps.orders.get(command);
    if (stored?.status === 'COMPLETED') return { kind: 'already-completed' };
    const order = requireOwned(stored, command.runId);
    if (isRefusal(order)) return order;
    if (order.failing !== undefined) return { kind: 'fenced' };
    const fenced = fence(order, failureReasonFor(command.reason), timestampAt(deps.clock.now()));
    const saved = await deps.orders.save(order, fenced);
    return saved === 'saved' ? { kind: 'fenced' } : 'lost-race';
  });
