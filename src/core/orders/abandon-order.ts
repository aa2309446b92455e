import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderKey } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import { released } from '../inventory/stock-rules.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { StockStore } from '../ports/stock-store.ts';
import { fail } from './order-moves.ts';

export interface AbandonOrderDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly stock: StockStore;
}

/** `not-pending`: the order has moved on (or never was), so nobody may park it any more. */
export type AbandonOrderOutcome = { readonly kind: 'abandoned' | 'not-pending' };

/** Parks an order that never began, however often it was queued: PENDING → FAILED, leaving a tombstone for holds. */
export const abandonOrder = (deps: AbandonOrderDeps, key: OrderKey): Promise<AbandonOrderOutcome> =>
  untilSaved(async () => {
    const order = await deps.orders.get(key);
    if (order?.status !== 'PENDING') return { kind: 'not-pending' };
    const at = timestampAt(deps.clock.now());
    const saved = await deps.stock.release({
      before: order,
      after: fail(order, { failureReason: 'ABANDONED' }, at),
      released: released(order, undefined, at),
    });
    return saved === 'saved' ? { kind: 'abandoned' } : 'lost-race';
  });
