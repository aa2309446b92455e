import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';

/**
 * The metrics that CloudWatch shows of every queue, straight from the rows, so that a visibility timeout that ran out
 * counts as visible though nobody has received since.
 */
export function queueGauges(queues: QueueStore, messages: MessageStore): readonly MetricDatum[] {
  return queues.list().flatMap((queue) => {
    const gauge = (name: string, value: number, unit = 'Count'): MetricDatum => ({
      namespace: 'AWS/SQS',
      dimensions: { QueueName: queue.name },
      name,
      value,
      unit,
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
