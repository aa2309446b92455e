import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { documentClient, sfnClient, snsClient, sqsClient } from '../../adapters/aws-clients.ts';
import { dynamodbNoticeOutbox } from '../../adapters/dynamodb/dynamodb-notice-outbox.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { dynamodbPaymentLedger } from '../../adapters/dynamodb/dynamodb-payment-ledger.ts';
import { dynamodbStockStore } from '../../adapters/dynamodb/dynamodb-stock-store.ts';
import type { ReportUnreadable } from '../../adapters/dynamodb/readable-orders.ts';
import { simulatedGateway } from '../../adapters/payments/simulator/simulated-gateway.ts';
import { snsNoticePublisher } from '../../adapters/sns/sns-notice-publisher.ts';
import { sqsOrderQueue } from '../../adapters/sqs/sqs-order-queue.ts';
import { sfnWorkflow } from '../../adapters/stepfunctions/sfn-workflow.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { reportStockNotReturned } from '../telemetry/stock-not-returned.ts';
import { reportUnreadable } from '../telemetry/report-unreadable.ts';
import { telemetry } from '../telemetry/telemetry.ts';

const name = z.string().min(1);
const seconds = z.coerce.number().int().positive();

const environmentSchema = z.object({
  ORDERS_TABLE: name,
  INVENTORY_TABLE: name,
  RESERVATIONS_TABLE: name,
  PAYMENTS_TABLE: name,
  SIMULATED_PROVIDER_TABLE: name,
  ORDER_QUEUE_URL: name,
  ORDER_TOPIC_ARN: name,
  STATE_MACHINE_ARN: name,
  PAYMENT_LATENCY_MS: z.coerce.number().int().min(0),
  PENDING_OVERDUE_SECONDS: seconds,
  PROCESSING_OVERDUE_SECONDS: seconds,
});

/** Everything that order-reconciler needs, built once per execution environment. */
export function compose() {
  const environment = environmentSchema.parse(process.env);
  const client = documentClient();
  const watch = telemetry();
  const orders = environment.ORDERS_TABLE;
  const logUnreadable = reportUnreadable(watch);
  // An order that cannot be read is an order that cannot be brought on: the alarm on failures must ring.
  const report: ReportUnreadable = (key, fault) => {
    logUnreadable(key, fault);
    watch.metrics.addMetric('ReconcileFailures', MetricUnit.Count, 1);
  };
  return {
    ...watch,
    clock: systemClock,
    orders: dynamodbOrderStore(client, { orders, report }),
    outbox: dynamodbNoticeOutbox(client, orders, report),
    stock: dynamodbStockStore(
      client,
      {
        orders,
        inventory: environment.INVENTORY_TABLE,
        reservations: environment.RESERVATIONS_TABLE,
      },
      reportStockNotReturned(watch),
    ),
    ledger: dynamodbPaymentLedger(client, environment.PAYMENTS_TABLE),
    gateway: simulatedGateway({
      client,
      clock: systemClock,
      table: environment.SIMULATED_PROVIDER_TABLE,
      latencyMs: environment.PAYMENT_LATENCY_MS,
    }),
    workflow: sfnWorkflow(sfnClient(), environment.STATE_MACHINE_ARN),
    queue: sqsOrderQueue(sqsClient(), environment.ORDER_QUEUE_URL),
    notices: snsNoticePublisher(snsClient(), environment.ORDER_TOPIC_ARN),
    pendingOverdueMs: environment.PENDING_OVERDUE_SECONDS * 1000,
    processingOverdueMs: environment.PROCESSING_OVERDUE_SECONDS * 1000,
  };
}
