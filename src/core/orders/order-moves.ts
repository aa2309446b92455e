import type { Timestamp } from '../kernel/clock.ts';
import { ImpossibleStateError } from '../kernel/faults.ts';
import type { RunId } from '../kernel/ids.ts';
import type { PaymentSummary } from '../payments/payment-summary.ts';
import type {
  CompletedOrder,
  FailedOrder,
  FailureReason,
  Order,
  OrderFacts,
  OrderStatus,
  PendingOrder,
  ProcessingOrder,
} from './order.ts';
import { mayMove } from './status-transitions.ts';

/** PENDING → PROCESSING, not yet owned by a run. */
export const markProcessing = (order: PendingOrder, at: Timestamp): ProcessingOrder => ({
  ...move(order, 'PROCESSING', at),
  status: 'PROCESSING',
});

/** The order becomes the given run's, whatever its status was before. */
export function claimFor(
  order: PendingOrder | ProcessingOrder,
  runId: RunId,
  at: Timestamp,
): ProcessingOrder {
  const processing =
    order.status === 'PENDING' ? markProcessing(order, at) : { ...order, ...touched(order, at) };
  return { ...processing, runId };
}

/** Sets the fence: from here on the order can only fail. */
export const fence = (order: ProcessingOrder, failing: FailureReason, at: Timestamp): ProcessingOrder => ({
  ...order,
  ...touched(order, at),
  failing,
});

/** PROCESSING → COMPLETED, by the run that owns the order. */
export const complete = (
  order: ProcessingOrder & { readonly runId: RunId },
  payment: PaymentSummary,
  at: Timestamp,
): CompletedOrder => ({
  ...move(order, 'COMPLETED', at),
  status: 'COMPLETED',
  runId: order.runId,
  payment,
});

export interface Failure {
  readonly failureReason: FailureReason;
  /** Absent when no payment was ever tried. */
  readonly payment?: PaymentSummary | undefined;
}

/** PENDING or PROCESSING → FAILED. */
export const fail = (
  order: PendingOrder | ProcessingOrder,
  failure: Failure,
  at: Timestamp,
): FailedOrder => ({
  ...move(order, 'FAILED', at),
  ...failure,
  runId: order.status === 'PROCESSING' ? order.runId : undefined,
  status: 'FAILED',
});

/** Counts one more time in the queue. */
export const countRequeue = <Open extends PendingOrder | ProcessingOrder>(
  order: Open,
  at: Timestamp,
): Open => ({
  ...order,
  ...touched(order, at),
  requeues: order.requeues + 1,
});

function touched(order: Order, at: Timestamp) {
  return { updatedAt: at, version: order.version + 1, requeues: order.requeues };
}

function move(order: Order, to: OrderStatus, at: Timestamp): OrderFacts & ReturnType<typeof touched> {
  if (!mayMove(order.status, to))
    throw new ImpossibleStateError(`order may not move ${order.status} → ${to}`);
  return { ...factsOf(order), ...touched(order, at) };
}

/** What stays for ever; status, owner, fence and outcome are left behind. */
function factsOf(order: Order): OrderFacts {
  return {
    orderId: order.orderId,
    createdAt: order.createdAt,
    customerId: order.customerId,
    customerEmail: order.customerEmail,
    customerPhone: order.customerPhone,
    items: order.items,
    total: order.total,
    shippingAddress: order.shippingAddress,
    metadata: order.metadata,
    paymentToken: order.paymentToken,
    traceHeader: order.traceHeader,
  };
}
