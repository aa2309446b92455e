import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { taskInputSchema } from '../../contracts/tasks/task-input.ts';
import { type ProcessPaymentOutcome, processPayment } from '../../core/payments/process-payment.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** Charges the order's total under its one key. */
export const handler = taskHandler(deps, {
  input: taskInputSchema,
  run: (input) => processPayment(deps, input, input.runId),
  report: count,
});

/** One payment is counted once, by the attempt that brought its result. */
function count(outcome: ProcessPaymentOutcome): void {
  const isResult = outcome.kind === 'payment-declined' || (outcome.kind === 'captured' && outcome.isNew);
  if (!isResult) return;
  deps.metrics.addMetric('PaymentsProcessed', MetricUnit.Count, 1);
  deps.metrics.addMetadata('result', outcome.kind);
}
