import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';

/** One value of a queue metric, computed now. */
export interface QueueGauge {
  readonly namespace: 'AWS/SQS';
  readonly metricName: string;
  readonly dimensions: { readonly QueueName: string };
  readonly value: number;
  readonly unit: 'Count' | 'Seconds';
}

/**
 * The metrics that CloudWatch shows of every queue, straight from the rows, so that a visibility timeout that ran out
 * counts as visible though nobody has received since.
 */
export function queueGauges(queues: QueueStore, messages: MessageStore): readonly QueueGauge[] {
  return queues.list().flatMap((queue) => {
    const gauge = (metricName: string, value: number, unit: QueueGauge['unit'] = 'Count'): QueueGauge => ({
      namespace: 'AWS/SQS',
      dimensions: { QueueName: queue.name },
      ...{ metricName, value, unit },
    });
    const { visible, inFlight, delayed } = messages.counts(queue);
    return [
      gauge('ApproximateNumberOfMessagesVisible', visible),
      gauge('ApproximateNumberOfMessagesNotVisible', inFlight),
      gauge('ApproximateNumberOfMessagesDelayed', delayed),
      gauge('ApproximateAgeOfOldestMessage', Math.floor(messages.oldestAge(queue) / 1_000), 'Seconds'),
    ];
  });
}
