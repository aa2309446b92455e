import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { OrderNotice } from '../../contracts/messages/order-notice.ts';
import { notifyCustomer, type NotifyCustomerOutcome } from '../../core/notifications/notify-customer.ts';
import { noticeFrom, PoisonMessageError } from '../messages/queue-messages.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { compose } from './compose.ts';

const deps = compose();
const processor = new BatchProcessor(EventType.SQS);

/** Notices of the topic: one record's failure returns that record alone. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    return await processPartialResponse(event, processRecord, processor, { context });
  } finally {
    deps.metrics.publishStoredMetrics();
  }
}

async function processRecord(record: SQSRecord): Promise<void> {
  try {
    const notice = noticeFrom(record.body);
    report(notice, await notifyCustomer(deps, notice));
  } catch (error) {
    deps.logger.error('notice failed', { messageId: record.messageId, fault: loggableError(error) });
    throw error;
  }
}

function report({ orderId, status }: OrderNotice, outcome: NotifyCustomerOutcome): void {
  switch (outcome.kind) {
    case 'order-not-found':
      throw new PoisonMessageError('the notice names an order that does not exist');
    case 'outdated':
      deps.logger.info('notice is outdated', { orderId, status });
      return;
    case 'told':
      deps.logger.info('customer told', { orderId, status, channels: outcome.channels });
      for (const { channel, outcome: delivery } of outcome.channels) {
        if (delivery === 'sent') countDelivery('NotificationsSent', channel, status);
        if (delivery !== 'rejected') continue;
        countDelivery('NotificationsRejected', channel, status);
        deps.logger.warn('address refused for good', { orderId, status, channel });
      }
  }
}

/** Once in the series without dimensions and by service, once by channel and status. */
function countDelivery(
  metric: 'NotificationsSent' | 'NotificationsRejected',
  channel: string,
  status: string,
): void {
  deps.metrics.addMetric(metric, MetricUnit.Count, 1);
  const single = deps.metrics.singleMetric();
  single.addDimensions({ channel, status });
  single.addMetric(metric, MetricUnit.Count, 1);
}
