import type { Ground } from '../kernel/ground.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Arrivals } from './arrivals.ts';
import type { Disorder } from './disorder.ts';
import type { MessageStore } from './message-store.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { QueueStore } from './queue-store.ts';
import type { Receiver } from './receiver.ts';

/** What the operations of SQS work with. */
export interface SqsRoom {
  readonly ground: Ground;
  readonly queues: QueueStore;
  readonly messages: MessageStore;
  readonly receiver: Receiver;
  readonly arrivals: Arrivals;
  readonly moveTasks: MoveTasks;
  /** Duplicates and reordering, on request. */
  readonly disorder: Disorder;
  /** Undefined: policies of queues are stored and not asked. */
  readonly decideByResource: DecideByResource | undefined;
}
