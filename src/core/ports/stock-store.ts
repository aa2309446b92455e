import type { OrderId, ProductId } from '../kernel/ids.ts';
import type { Reservation, StockLevel } from '../inventory/reservation.ts';
import type { CompletedOrder, FailedOrder, PendingOrder, ProcessingOrder } from '../orders/order.ts';
import type { SaveOutcome } from './order-store.ts';

/**
 * Stock levels and reservations. Each write is one transaction over the order, its reservation and the stock rows,
 * conditioned on the state that was read of each.
 */
export interface StockStore {
  /** Consistent; untracked products are absent from the answer. */
  levels(productIds: readonly ProductId[]): Promise<ReadonlyMap<ProductId, StockLevel>>;
  /** Consistent. */
  reservation(orderId: OrderId): Promise<Reservation | undefined>;
  /** All lines or none. Requires that the order is still owned and unfenced and that no reservation exists. */
  hold(step: HoldStep): Promise<SaveOutcome>;
  /**
   * Hold → committed, and the order → COMPLETED.
   *
   * @throws StockRowChangedError when a stock row alone refuses: it does not have the held units any more
   */
  commit(step: CommitStep): Promise<SaveOutcome>;
  /**
   * Hold → released (a tombstone where there was none), and the order → FAILED. Never depends on the stock rows: one
   * that does not have the held units any more (deleted or overwritten by hand) is left as it is, and reported.
   */
  release(step: ReleaseStep): Promise<SaveOutcome>;
}

export interface HoldStep {
  readonly order: ProcessingOrder;
  readonly reservation: Reservation;
}

export interface CommitStep {
  readonly before: ProcessingOrder;
  readonly after: CompletedOrder;
  readonly held: Reservation;
  readonly committed: Reservation;
}

export interface ReleaseStep {
  readonly before: PendingOrder | ProcessingOrder;
  readonly after: FailedOrder;
  /** Absent when nothing was ever held. */
  readonly held?: Reservation | undefined;
  readonly released: Reservation;
}
