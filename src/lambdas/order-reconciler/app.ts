import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { OrderKey } from '../../core/kernel/ids.ts';
import {
  reconcileOrders,
  type ReconcileReport,
  reconcileStoppedRun,
} from '../../core/orders/reconcile-orders.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { compose } from './compose.ts';
import { stoppedOrder } from './stopped-order.ts';

const deps = compose();

/** A sweep begins no work in its last seconds, so that what it began can end. */
const reserveMs = 10_000;

/** Invoked by a schedule (sweep everything) and by executions that stopped (look at one order). */
export async function handler(event: unknown, context: Context): Promise<void> {
  const order = stoppedOrder(event);
  try {
    if (order === 'sweep') report(await sweep(context));
    else if (order === 'nobody') deps.logger.info('execution named no order');
    else await lookAt(order);
  } finally {
    deps.metrics.publishStoredMetrics();
  }
}

const sweep = (context: Context): Promise<ReconcileReport> =>
  reconcileOrders(deps, {
    pendingOverdueMs: deps.pendingOverdueMs,
    processingOverdueMs: deps.processingOverdueMs,
    until: deps.clock.now() + context.getRemainingTimeInMillis() - reserveMs,
  });

async function lookAt(order: OrderKey): Promise<void> {
  const outcome = await reconcileStoppedRun(deps, order);
  deps.logger.info('execution stopped', { orderId: order.orderId, outcome });
  if (outcome === 'settled') count('OrdersSettled', 1);
  if (outcome === 'requeued') count('OrdersRequeued', 1);
  if (outcome === 'abandoned') count('OrdersAbandoned', 1);
}

/** Repairs are counted when there were any; gauges always, so that their alarms can end. */
function report({ failures, ...seen }: ReconcileReport): void {
  count('OrdersRequeued', seen.requeued);
  count('OrdersAbandoned', seen.abandoned);
  count('OrdersSettled', seen.settled);
  count('NoticesRepublished', seen.republished);
  count('ReconcileFailures', failures.length);
  deps.metrics.addMetric('RefundsPending', MetricUnit.Count, seen.refundsPending);
  deps.metrics.addMetric('OldestPendingOrderAge', MetricUnit.Seconds, seen.oldestPendingAgeMs / 1000);
  deps.logger.info('swept', { ...seen, failures: failures.length });
  for (const { order, fault } of failures)
    deps.logger.error('order not reconciled', { ...order, fault: loggableError(fault) });
}

function count(name: string, times: number): void {
  if (times > 0) deps.metrics.addMetric(name, MetricUnit.Count, times);
}
