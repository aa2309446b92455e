import type { Timestamp } from '../kernel/clock.ts';
import type { OrderKey, ProductId } from '../kernel/ids.ts';
import type { Money } from '../kernel/money.ts';

/** The stock row of a tracked product. A product without a row is untracked: always available. */
export interface StockLevel {
  readonly productId: ProductId;
  /** Units that may still be held. */
  readonly available: number;
  /** Units held by orders that have not ended. */
  readonly reserved: number;
  /** Catalogue price; an order with another price is refused. */
  readonly price?: Money;
}

/** All units of one product in an order. */
export interface StockLine {
  readonly productId: ProductId;
  readonly quantity: number;
}

/** A line as it was held: commit and release obey `tracked`, whatever the stock row has become since. */
export interface HeldLine extends StockLine {
  readonly tracked: boolean;
}

export const reservationStates = ['HELD', 'COMMITTED', 'RELEASED'] as const;

/** The hold of one order. RELEASED without lines is a tombstone that refuses a late hold. */
export interface Reservation {
  readonly order: OrderKey;
  readonly state: (typeof reservationStates)[number];
  readonly lines: readonly HeldLine[];
  readonly updatedAt: Timestamp;
}
