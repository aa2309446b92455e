import type { Ground } from '../kernel/ground.ts';
import type { Arrivals } from './arrivals.ts';
import type { Disorder } from './disorder.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';

/** What receiving and redriving are made of. */
export interface SqsParts {
  readonly ground: Ground;
  readonly queues: QueueStore;
  readonly messages: MessageStore;
  readonly arrivals: Arrivals;
  /** Duplicates and reordering, on request. */
  readonly disorder: Disorder;
}
