import type { Cancel } from '../kernel/clock.ts';
import { parseArn } from '../kernel/place.ts';
import { queueDoesNotExist } from './errors.ts';
import type { LeasedMessage } from './message.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';

/**
 * Receiving without the wire, for event source mappings of this process. Leases taken here die with the process: the
 * next start makes their messages visible at once, with the receive counted, as AWS counts a visibility timeout.
 */
export interface QueuePollers {
  /** Inside a write: leases up to `max` visible messages; poison moves to the dead-letter queue on the way. */
  poll(queueArn: string, request: PollRequest): readonly LeasedMessage[];
  /** Whether a poll would find something now. A missing queue has nothing. */
  hasVisible(queueArn: string): boolean;
  /** Calls `listener` after each commit, and at each end of a delay or timeout, that may have made a message visible. */
  onMessage(queueArn: string, listener: () => void): Cancel;
  /** Inside a write: the messages were handled. */
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  /** Inside a write: the messages were not handled and are visible again at once. */
  giveBack(queueArn: string, receiptHandles: readonly string[]): void;
}

export interface PollRequest {
  readonly max: number;
  /** Milliseconds; the queue's own visibility timeout where absent. */
  readonly visibilityTimeout?: number;
}

export function createPollers({ queues, messages, receiver, arrivals }: SqsRoom): QueuePollers {
  const queueOf = (queueArn: string): Queue => {
    const queue = queues.byArn(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };
  return {
    poll: (queueArn, request) => receiver.take(queueOf(queueArn), { ...request, owner: 'poller' }),
    hasVisible: (queueArn) => {
      const queue = queues.byArn(queueArn);
      return queue !== undefined && receiver.hasVisible(queue);
    },
    onMessage: (queueArn, listener) => arrivals.listen(parseArn(queueArn)?.resource ?? queueArn, listener),
    remove: (queueArn, receiptHandles) => {
      for (const handle of receiptHandles) messages.remove(queueOf(queueArn), handle);
    },
    giveBack: (queueArn, receiptHandles) => {
      for (const handle of receiptHandles) messages.giveBack(queueOf(queueArn), handle);
    },
  };
}
