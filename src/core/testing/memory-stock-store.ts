import { StockRowChangedError } from '../inventory/stock-faults.ts';
import type { HeldLine, Reservation, StockLevel } from '../inventory/reservation.ts';
import { stockDelta, type StockMove } from '../inventory/stock-rules.ts';
import type { ProductId } from '../kernel/ids.ts';
import type { Order } from '../orders/order.ts';
import type { SaveOutcome } from '../ports/order-store.ts';
import type { StockStore } from '../ports/stock-store.ts';
import { isUnchanged, type MemoryOrders } from './memory-order-store.ts';

export interface MemoryStock {
  readonly levels: Map<ProductId, StockLevel>;
  readonly reservations: Map<string, Reservation>;
}

export const memoryStock = (levels: readonly StockLevel[] = []): MemoryStock => ({
  levels: new Map(levels.map((level) => [level.productId, level])),
  reservations: new Map(),
});

/** A {@link StockStore} for pure tests; each write checks everything before it changes anything. */
export function memoryStockStore(orders: MemoryOrders, stock: MemoryStock): StockStore {
  const isOrder = (expected: Order) => isUnchanged(orders.orders.get(expected.orderId), expected);
  const isReservation = (orderId: string, expected: Reservation | undefined) =>
    stock.reservations.get(orderId)?.state === expected?.state;
  const finish = (change: Change): SaveOutcome => {
    if (!isOrder(change.order) || !isReservation(change.order.orderId, change.before)) return 'lost-race';
    const moved = movedLevels(stock.levels, change.move, change.lines);
    if (moved === undefined && change.move === 'commit')
      throw new StockRowChangedError('a held row has changed');
    if (moved === undefined) return 'lost-race';
    for (const level of moved) stock.levels.set(level.productId, level);
    stock.reservations.set(change.order.orderId, change.after);
    if (change.to !== undefined) orders.orders.set(change.to.orderId, change.to);
    return 'saved';
  };
  return {
    async levels(productIds) {
      return new Map([...stock.levels].filter(([productId]) => productIds.includes(productId)));
    },
    async reservation(orderId) {
      return stock.reservations.get(orderId);
    },
    async hold({ order, reservation }) {
      return finish({ order, move: 'hold', before: undefined, after: reservation, lines: reservation.lines });
    },
    async commit({ before, after, held, committed }) {
      return finish({
        order: before,
        to: after,
        move: 'commit',
        before: held,
        after: committed,
        lines: held.lines,
      });
    },
    async release({ before, after, held, released }) {
      const lines = held?.lines ?? [];
      return finish({ order: before, to: after, move: 'release', before: held, after: released, lines });
    },
  };
}

interface Change {
  readonly order: Order;
  readonly to?: Order;
  readonly move: StockMove;
  readonly before: Reservation | undefined;
  readonly after: Reservation;
  readonly lines: readonly HeldLine[];
}

/** The rows after a move, or undefined when a row refuses it. */
function movedLevels(
  levels: ReadonlyMap<ProductId, StockLevel>,
  move: StockMove,
  lines: readonly HeldLine[],
): readonly StockLevel[] | undefined {
  const moved: StockLevel[] = [];
  for (const { productId, quantity, tracked } of lines) {
    const level = levels.get(productId);
    if (!tracked && move === 'hold' && level !== undefined) return undefined;
    if (!tracked) continue;
    const delta = stockDelta(move, quantity);
    if (move === 'release' && (level?.reserved ?? 0) < quantity) continue;
    if (level === undefined) return undefined;
    const available = level.available + delta.available;
    const reserved = level.reserved + delta.reserved;
    if (available < 0 || reserved < 0) return undefined;
    moved.push({ ...level, available, reserved });
  }
  return moved;
}
