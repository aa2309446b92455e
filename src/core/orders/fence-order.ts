import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderKey, RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import type { OrderStore } from '../ports/order-store.ts';
import { failureReasonFor } from './failure-reason.ts';
import { claimFor, fence } from './order-moves.ts';
import { isRefusal, requireOwned, type RunRefusal, unowned } from './run-ownership.ts';

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
 * compensation never both win. A fence that stands keeps its first reason. An order that no run has
 * claimed, because its run broke before it could, is claimed and fenced in one.
 */
export const fenceOrder = (deps: FenceOrderDeps, command: FenceOrder): Promise<FenceOrderOutcome> =>
  untilSaved(async () => {
    const stored = await deps.orders.get(command);
    if (stored?.status === 'COMPLETED') return { kind: 'already-completed' };
    const at = timestampAt(deps.clock.now());
    const free = unowned(stored);
    const order =
      free === undefined ? requireOwned(stored, command.runId) : claimFor(free, command.runId, at);
    if (isRefusal(order)) return order;
    if (order.failing !== undefined) return { kind: 'fenced' };
    const failing = failureReasonFor(command.reason);
    const saved = await deps.orders.save(free ?? order, fence(order, failing, at));
    return saved === 'saved' ? { kind: 'fenced' } : 'lost-race';
  });
