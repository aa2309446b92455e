import type { Ground } from '../kernel/ground.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Delivery, Service } from '../kernel/service.ts';
import { createArrivals } from './arrivals.ts';
import { cancelMessageMoveTask } from './cancel-message-move-task.ts';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './change-message-visibility.ts';
import { createQueue } from './create-queue.ts';
import { deleteMessage, deleteMessageBatch } from './delete-message.ts';
import { deleteQueue } from './delete-queue.ts';
import type { Disorder } from './disorder.ts';
import { queueGauges } from './gauges.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import { listMessageMoveTasks } from './list-message-move-tasks.ts';
import { listQueues } from './list-queues.ts';
import { MessageStore } from './message-store.ts';
import { MoveTasks } from './move-tasks.ts';
import { createPollers } from './pollers.ts';
import { purgeQueue } from './purge-queue.ts';
import { QueueStore } from './queue-store.ts';
import { receiveDelivery } from './receive-delivery.ts';
import { receiveMessage } from './receive-message.ts';
import { Receiver } from './receiver.ts';
import { queuePolicyResource } from './resources/queue-policy.ts';
import { queueResource } from './resources/queue.ts';
import { createRetention } from './retention.ts';
import type { SqsRoom } from './room.ts';
import { sqsTables } from './schema.ts';
import { sendMessage, sendMessageBatch } from './send-message.ts';
import { setQueueAttributes } from './set-queue-attributes.ts';
import { startMessageMoveTask } from './start-message-move-task.ts';

/** Standard queues, with what other rooms need of them. */
export interface Sqs extends Service {
  /** For event source mappings. */
  readonly pollers: QueueSource;
  /** The AWS/SQS metrics of every queue, computed now. */
  readonly gauges: () => readonly MetricDatum[];
  /** The resource policy of a queue as JSON text, for the evaluation of permissions. */
  readonly policyOf: (queueArn: string) => string | undefined;
}

export interface SqsOptions {
  /** Duplicates and reordering, on request. */
  readonly disorder?: Disorder;
  /** Evaluates queue policies for what other services deliver; without it everything is let in. */
  readonly decideByResource?: DecideByResource;
}

const operations = [
  createQueue,
  getQueueUrl,
  listQueues,
  deleteQueue,
  getQueueAttributes,
  setQueueAttributes,
  purgeQueue,
  sendMessage,
  sendMessageBatch,
  receiveMessage,
  deleteMessage,
  deleteMessageBatch,
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  startMessageMoveTask,
  listMessageMoveTasks,
  cancelMessageMoveTask,
];

/** Amazon SQS, standard queues. FIFO queues are refused by name. */
export function createSqs(ground: Ground, { disorder = {}, decideByResource }: SqsOptions = {}): Sqs {
  ground.store.define(sqsTables);
  const queues = new QueueStore(ground);
  const arrivals = createArrivals(ground);
  const messages = new MessageStore(ground, arrivals, disorder);
  const receiver = new Receiver({ ground, queues, messages, arrivals, disorder });
  const moveTasks = new MoveTasks({ ground, queues, messages });
  const room: SqsRoom = { ground, queues, messages, receiver, arrivals, moveTasks, decideByResource };
  const retention = createRetention(ground, queues);
  return {
    name: 'sqs',
    wire: { target: 'AmazonSQS', jsonVersion: '1.0' },
    operations: operations.map((make) => make(room)),
    resourceTypes: [queueResource(room), queuePolicyResource(room)],
    pollers: createPollers(room),
    gauges: () => queueGauges(queues, messages),
    policyOf: (queueArn) => queues.byArn(queueArn)?.attributes['Policy'],
    receive: (delivery: Delivery) => {
      receiveDelivery(room, delivery);
    },
    start: () => {
      // Queued before any room asks for messages, so pollers find what their dead predecessors held.
      ground.store
        .write(() => receiver.releasePollers())
        .catch((thrown: unknown) => {
          ground.report('sqs start', thrown);
        });
      moveTasks.pump.wake();
      retention.wake();
    },
    stop: async () => {
      arrivals.stop();
      await Promise.all([moveTasks.pump.stop(), retention.stop()]);
    },
  };
}
