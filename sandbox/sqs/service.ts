import type { Ground } from '../kernel/ground.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Service } from '../kernel/service.ts';
import { createArrivals } from './arrivals.ts';
import type { Disorder } from './disorder.ts';
import { queueGauges } from './gauges.ts';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './lease-operations.ts';
import { MessageStore } from './message-store.ts';
import * as moveTaskOperations from './move-task-operations.ts';
import { MoveTasks } from './move-tasks.ts';
import { createPollers } from './pollers.ts';
import * as queueOperations from './queue-operations.ts';
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
  ...Object.values(queueOperations),
  sendMessage,
  sendMessageBatch,
  receiveMessage,
  deleteMessage,
  deleteMessageBatch,
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  ...Object.values(moveTaskOperations),
];

/** Amazon SQS, standard queues. FIFO queues are refused by name. */
export function createSqs(ground: Ground, { disorder = {}, decideByResource }: SqsOptions = {}): Sqs {
  ground.store.define(sqsTables);
  const queues = new QueueStore(ground);
  const arrivals = createArrivals(ground);
  const messages = new MessageStore(ground, arrivals, disorder);
  const parts = { ground, queues, messages, arrivals, disorder };
  const receiver = new Receiver(parts);
  const moveTasks = new MoveTasks(parts);
  const room: SqsRoom = { ...parts, receiver, moveTasks, decideByResource };
  const retention = createRetention(ground, queues);
  return {
    name: 'sqs',
    wire: { target: 'AmazonSQS', jsonVersion: '1.0' },
    operations: operations.map((make) => make(room)),
    resourceTypes: [queueResource(room), queuePolicyResource(room)],
    pollers: createPollers(room),
    gauges: () => queueGauges(queues, messages),
    policyOf: (queueArn) => queues.byArn(queueArn)?.attributes['Policy'],
    receive: (delivery) => {
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
