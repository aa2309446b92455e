import { parseArn } from '../kernel/place.ts';
import type { QueueSource } from '../kernel/queue-source.ts';
import { queueDoesNotExist } from './errors.ts';
import type { Queue } from './queue-store.ts';
import type { SqsRoom } from './room.ts';

/**
 * Receiving without the wire, for event source mappings of this process. Leases taken here die with the process: the
 * next start makes their messages visible at once, with the receive counted, as AWS counts a visibility timeout.
 */
export function createPollers({ queues, messages, receiver, arrivals }: SqsRoom): QueueSource {
  const queueOf = (queueArn: string): Queue => {
    const queue = queues.byArn(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };
  return {
    poll: (queueArn, request) => receiver.take(queueOf(queueArn), { ...request, owner: 'poller' }),
    hasVisible: (queueArn) => {
      const queue = queues.byArn(queueArn);
      return queue !== undefined && messages.visible(queue, 1).length > 0;
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
