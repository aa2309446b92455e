import type { Timestamp } from '../kernel/clock.ts';
import type { OrderId, OrderKey } from '../kernel/ids.ts';
import type { Order, OrderStatus, PendingOrder } from '../orders/order.ts';
import type { IdempotencyRecord } from './idempotency-store.ts';

/**
 * Where orders live. Every method may throw `DependencyUnavailable` (nothing happened), `OutcomeUnknown` (a write
 * may have happened) or `WriteConflict`.
 */
export interface OrderStore {
  /** Stores a new order and, if given, the record of its idempotency key: both or neither. */
  place(order: PendingOrder, record?: IdempotencyRecord): Promise<PlaceOutcome>;
  /** Reads its own writes. */
  get(key: OrderKey): Promise<Order | undefined>;
  /** Reads its own writes; for callers that know only the id. */
  find(orderId: OrderId): Promise<Order | undefined>;
  /** One page, newest first, eventually consistent. */
  list(query: ListQuery): Promise<OrderPage>;
  /** Orders in a status that were created before an instant, oldest first, eventually consistent. */
  overdue(status: OrderStatus, createdBefore: Timestamp): AsyncIterable<Order>;
  /** Replaces `before` by `after`, only if the stored order still is `before` (status, version, owner and fence). */
  save(before: Order, after: Order): Promise<SaveOutcome>;
}

/** `lost-race`: the stored state is not the expected one; nothing was written; read again and decide again. */
export type SaveOutcome = 'saved' | 'lost-race';

export type PlaceOutcome =
  | { readonly kind: 'placed' }
  /** The key was used before: the record it left. */
  | { readonly kind: 'key-taken'; readonly record: IdempotencyRecord }
  /** Another request with this key is being stored at this moment. */
  | { readonly kind: 'key-contended' };

export interface ListQuery {
  readonly status?: OrderStatus;
  /** 1..100 */
  readonly limit: number;
  readonly from?: ListPosition;
}

/** Where the next page begins, per index shard: nothing read yet (null), read to the end, or the last key read. */
export type ListPosition = readonly (null | 'end' | OrderKey)[];

export interface OrderPage {
  readonly orders: readonly Order[];
  /** Absent on the last page. */
  readonly next?: ListPosition;
}
