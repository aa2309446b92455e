import type { Brand } from './brand.ts';
import type { Timestamp } from './clock.ts';

export type OrderId = Brand<string, 'OrderId'>;
export type ProductId = Brand<string, 'ProductId'>;
export type CustomerId = Brand<string, 'CustomerId'>;
/** The ARN of the workflow execution that owns an order. */
export type RunId = Brand<string, 'RunId'>;
/** The one key under which everything about an order's money happens, at our ledger and at the provider. */
export type PaymentId = Brand<string, 'PaymentId'>;
/** Stable per order and status, so that a consumer can recognise a notice that it has seen. */
export type NotificationId = Brand<string, 'NotificationId'>;

/** The table key of an order. */
export interface OrderKey {
  readonly orderId: OrderId;
  readonly createdAt: Timestamp;
}

/** The only source of new ids. */
export interface IdSource {
  /** A random UUID. */
  orderId(): string;
}

/* The casts below are the only places where plain text becomes an id: callers have parsed it at the edge. */
export const orderIdFrom = (text: string): OrderId => text as OrderId;
export const productIdFrom = (text: string): ProductId => text as ProductId;
export const customerIdFrom = (text: string): CustomerId => text as CustomerId;
export const runIdFrom = (text: string): RunId => text as RunId;

/** The order's own id: one payment key per order, never per attempt, so a retried charge meets its first attempt. */
export const paymentIdOf = (orderId: OrderId): PaymentId => orderId as string as PaymentId;

/** `<orderId>:<STATUS>`, the same for every copy of a notice. */
export const notificationIdOf = (orderId: OrderId, status: string): NotificationId =>
  `${orderId}:${status}` as NotificationId;
