import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type BeginProcessingOutcome, beginProcessing } from '../../core/orders/begin-processing.ts';
import { PoisonMessageError, queuedOrderFrom } from '../messages/queue-messages.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { compose } from './compose.ts';

const deps = compose();
const processor = new BatchProcessor(EventType.SQS);

/** Messages of the order queue: one record's failure returns that record alone. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    return await processPartialResponse(event, processRecord, processor, { context });
  } finally {
    deps.metrics.publishStoredMetrics();
  }
}

async function processRecord(record: SQSRecord): Promise<void> {
  try {
    const order = queuedOrderFrom(record.body);
    report(order.orderId, await beginProcessing(deps, order));
  } catch (error) {
    deps.logger.error('message failed', { messageId: record.messageId, fault: loggableError(error) });
    if (error instanceof PoisonMessageError) await returnSoon(record.receiptHandle);
    throw error;
  }
}

function report(orderId: string, outcome: BeginProcessingOutcome): void {
  switch (outcome.kind) {
    case 'order-not-found':
      throw new PoisonMessageError('the message names an order that does not exist');
    case 'already-ended':
      deps.logger.info('order had ended', { orderId });
      return;
    case 'begun':
      if (outcome.isFirst) deps.metrics.addMetric('OrdersProcessed', MetricUnit.Count, 1);
      deps.logger.info('order is processing', { orderId, start: outcome.start });
  }
}

/** Waiting heals no poison: its receives follow quickly, so it reaches the dead-letter queue and its alarm soon. */
async function returnSoon(receiptHandle: string): Promise<void> {
  try {
    await deps.returnSoon(receiptHandle);
  } catch (error) {
    deps.logger.warn('message waits for its visibility timeout', { fault: loggableError(error) });
  }
}
