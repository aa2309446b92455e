import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderKey, RunId } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { decideHold, holdFor, isStockRefusal, type StockRefusal } from '../inventory/stock-rules.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { StockStore } from '../ports/stock-store.ts';
import { isEnded } from './order.ts';
import { claimFor } from './order-moves.ts';
import { isRefusal, type OwnedOrder, type RunRefusal } from './run-ownership.ts';

export interface ValidateOrderDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly stock: StockStore;
}

export type ValidateOrderOutcome = { readonly kind: 'held' } | StockRefusal | RunRefusal;

/** Claims the order for a run and holds stock for all of its lines or none. Repeats find their own work. */
export const validateOrder = (
  deps: ValidateOrderDeps,
  key: OrderKey,
  runId: RunId,
): Promise<ValidateOrderOutcome> =>
  untilSaved(async () => {
    const claimed = await claim(deps, key, runId);
    if (claimed === 'lost-race' || isRefusal(claimed)) return claimed;
    return hold(deps, claimed);
  });

async function claim(
  deps: ValidateOrderDeps,
  key: OrderKey,
  runId: RunId,
): Promise<OwnedOrder | RunRefusal | 'lost-race'> {
  const order = await deps.orders.get(key);
  if (order === undefined) return { kind: 'order-not-found' };
  if (isEnded(order)) return { kind: 'order-already-ended' };
  if (order.status === 'PROCESSING') {
    if (order.runId !== undefined && order.runId !== runId) return { kind: 'owned-by-another-run' };
    if (order.failing !== undefined) return { kind: 'order-fenced' };
    if (order.runId === runId) return { ...order, runId };
  }
  const claimed = claimFor(order, runId, timestampAt(deps.clock.now()));
  const saved = await deps.orders.save(order, claimed);
  return saved === 'saved' ? { ...claimed, runId } : 'lost-race';
}

async function hold(
  deps: ValidateOrderDeps,
  claimed: OwnedOrder,
): Promise<ValidateOrderOutcome | 'lost-race'> {
  const products = [...new Set(claimed.items.map((line) => line.productId))];
  const lines = decideHold(claimed.items, await deps.stock.levels(products));
  if (!isStockRefusal(lines)) {
    const reservation = holdFor(claimed, lines, timestampAt(deps.clock.now()));
    if ((await deps.stock.hold({ order: claimed, reservation })) === 'saved') return { kind: 'held' };
  }
  // An earlier attempt whose answer was lost may have made the hold, and with it taken the stock that is missing now.
  const existing = await deps.stock.reservation(claimed.orderId);
  if (existing !== undefined) return existing.state === 'HELD' ? { kind: 'held' } : { kind: 'order-fenced' };
  return isStockRefusal(lines) ? lines : 'lost-race';
}
