import type { Timestamp } from '../kernel/clock.ts';
import type { CustomerId, OrderId, ProductId, RunId } from '../kernel/ids.ts';
import type { Money } from '../kernel/money.ts';
import type { PaymentSummary } from '../payments/payment-summary.ts';

export const orderStatuses = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Why an order failed, as the customer may read it. */
export const failureReasons = [
  'OUT_OF_STOCK',
  'PRICE_MISMATCH',
  'PAYMENT_DECLINED',
  'INSUFFICIENT_FUNDS',
  'PAYMENT_UNAVAILABLE',
  'PROCESSING_ERROR',
  'ABANDONED',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** One line as the customer gave it; lines of one product stay separate here (stock merges them). */
export interface OrderLine {
  readonly productId: ProductId;
  readonly quantity: number;
  /** Price of one unit, as the customer saw it. */
  readonly price: Money;
}

export interface ShippingAddress {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zipCode: string;
  readonly country: string;
}

/** What never changes after an order was placed. */
export interface OrderFacts {
  readonly orderId: OrderId;
  readonly createdAt: Timestamp;
  readonly customerId: CustomerId;
  readonly customerEmail?: string | undefined;
  readonly customerPhone?: string | undefined;
  readonly items: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress?: ShippingAddress | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Handed to the payment provider; picks the simulator's behaviour. */
  readonly paymentToken: string;
  /** X-Ray trace header of the request that placed the order; empty when there was none. */
  readonly traceHeader: string;
}

interface OrderProgress {
  readonly updatedAt: Timestamp;
  /** Raised by every write; a write names the version that it read. */
  readonly version: number;
  /** How often the reconciler has queued the order again. */
  readonly requeues: number;
}

export type PendingOrder = OrderFacts & OrderProgress & { readonly status: 'PENDING' };

export type ProcessingOrder = OrderFacts &
  OrderProgress & {
    readonly status: 'PROCESSING';
    /** The execution that claimed the order; absent until one has. */
    readonly runId?: RunId;
    /** The fence: set once, by whoever undoes the order; hold and completion are refused from then on. */
    readonly failing?: FailureReason;
  };

export type CompletedOrder = OrderFacts &
  OrderProgress & { readonly status: 'COMPLETED'; readonly runId: RunId; readonly payment: PaymentSummary };

export type FailedOrder = OrderFacts &
  OrderProgress & {
    readonly status: 'FAILED';
    /** Absent when no run ever claimed the order. */
    readonly runId?: RunId | undefined;
    readonly failureReason: FailureReason;
    /** Absent when no payment was ever tried. */
    readonly payment?: PaymentSummary | undefined;
  };

export type Order = PendingOrder | ProcessingOrder | CompletedOrder | FailedOrder;

export const isEnded = (order: Order): order is CompletedOrder | FailedOrder =>
  order.status === 'COMPLETED' || order.status === 'FAILED';
