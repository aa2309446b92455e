import type { OrderKey, RunId } from '../kernel/ids.ts';
import { PaymentOutcomeUnknownError, PaymentUnavailableError } from '../payments/payment-faults.ts';
import { refundPayment, type RefundPaymentDeps } from '../payments/refund-payment.ts';
import { failOrder, type FailOrderDeps } from './fail-order.ts';
import { fenceOrder } from './fence-order.ts';
import type { FailureReason } from './order.ts';

export type SettleOrderDeps = FailOrderDeps & RefundPaymentDeps;

export interface SettleOrder extends OrderKey {
  /** The run that owns the order and is known not to be running. */
  readonly runId: RunId;
  /** Told to the customer unless the order was fenced for a reason of its own before. */
  readonly reason: FailureReason;
}

export type SettleOrderOutcome =
  /** The order is FAILED, its money and stock given back; its notice is due. */
  | 'settled'
  /** The provider did not confirm the refund: the order stays fenced, to be settled again later. */
  | 'refund-pending'
  /** The order has ended or has another owner: nothing to settle. */
  | 'left-alone';

/**
 * Ends an order whose run has stopped, the way the run itself would have: fence, refund, fail. Safe beside a run that
 * is alive after all, since whoever completes or fences first wins, and to repeat from any point.
 */
export async function settleOrder(
  deps: SettleOrderDeps,
  { runId, reason, ...key }: SettleOrder,
): Promise<SettleOrderOutcome> {
  const fenced = await fenceOrder(deps, { ...key, runId, reason });
  if (fenced.kind !== 'fenced') return 'left-alone';
  try {
    await refundPayment(deps, key, runId);
  } catch (error) {
    if (error instanceof PaymentUnavailableError || error instanceof PaymentOutcomeUnknownError) {
      return 'refund-pending';
    }
    throw error;
  }
  const failed = await failOrder(deps, key, runId);
  return failed.kind === 'failed' ? 'settled' : 'left-alone';
}
