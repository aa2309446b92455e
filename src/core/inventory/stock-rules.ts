import type { Timestamp } from '../kernel/clock.ts';
import type { OrderKey, ProductId } from '../kernel/ids.ts';
import { isSameMoney } from '../kernel/money.ts';
import type { OrderLine } from '../orders/order.ts';
import type { HeldLine, Reservation, StockLevel, StockLine } from './reservation.ts';

export type StockLevels = ReadonlyMap<ProductId, StockLevel>;

export type StockRefusal =
  | {
      readonly kind: 'stock-unavailable';
      readonly productId: ProductId;
      readonly wanted: number;
      readonly available: number;
    }
  | { readonly kind: 'price-mismatch'; readonly productId: ProductId };

/** Lines of one product become one, in order of first appearance. */
export function mergeLines(items: readonly StockLine[]): readonly StockLine[] {
  const quantities = new Map<ProductId, number>();
  for (const { productId, quantity } of items) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
}

/** What to hold for an order at these stock levels: every line, or a refusal that names the first line at fault. */
export function decideHold(
  items: readonly OrderLine[],
  levels: StockLevels,
): readonly HeldLine[] | StockRefusal {
  const mispriced = items.find((line) => isMispriced(line, levels.get(line.productId)));
  if (mispriced !== undefined) return { kind: 'price-mismatch', productId: mispriced.productId };
  const lines = mergeLines(items);
  for (const { productId, quantity } of lines) {
    const level = levels.get(productId);
    if (level !== undefined && level.available < quantity) {
      return { kind: 'stock-unavailable', productId, wanted: quantity, available: level.available };
    }
  }
  return lines.map((line) => ({ ...line, tracked: levels.has(line.productId) }));
}

export const isStockRefusal = (decision: readonly HeldLine[] | StockRefusal): decision is StockRefusal =>
  'kind' in decision;

export type StockMove = 'hold' | 'commit' | 'release';

/** By how much a move changes the stock row of a tracked line. The three add up: release undoes hold exactly. */
export function stockDelta(
  move: StockMove,
  quantity: number,
): { readonly available: number; readonly reserved: number } {
  switch (move) {
    case 'hold':
      return { available: -quantity, reserved: quantity };
    case 'commit':
      return { available: 0, reserved: -quantity };
    case 'release':
      return { available: quantity, reserved: -quantity };
  }
}

export const holdFor = (order: OrderKey, lines: readonly HeldLine[], at: Timestamp): Reservation => ({
  order: { orderId: order.orderId, createdAt: order.createdAt },
  state: 'HELD',
  lines,
  updatedAt: at,
});

export const committed = (held: Reservation, at: Timestamp): Reservation => ({
  ...held,
  state: 'COMMITTED',
  updatedAt: at,
});

/** The end of a hold that is undone; without a hold, a tombstone that refuses a late one. */
export const released = (order: OrderKey, held: Reservation | undefined, at: Timestamp): Reservation => ({
  order: { orderId: order.orderId, createdAt: order.createdAt },
  state: 'RELEASED',
  lines: held?.lines ?? [],
  updatedAt: at,
});

const isMispriced = (line: OrderLine, level: StockLevel | undefined): boolean =>
  level?.price !== undefined && !isSameMoney(level.price, line.price);
