import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { taskInputSchema } from '../../contracts/tasks/task-input.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { taskHandler } from '../workflow-task/task-handler.ts';
import { compose } from './compose.ts';

const deps = compose();

/** Gives back what was charged and leaves a tombstone that refuses a late charge. */
export const handler = taskHandler(deps, {
  input: taskInputSchema,
  run: (input) => refundPayment(deps, input, input.runId),
  report: (outcome) => {
    if (outcome.kind === 'refunded') deps.metrics.addMetric('PaymentsRefunded', MetricUnit.Count, 1);
  },
});
