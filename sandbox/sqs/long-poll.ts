import type { PolledMessage } from '../kernel/queue-source.ts';
import type { ReceiveRequest } from './receiver.ts';
import type { SqsRoom } from './room.ts';

/** A receive that may wait. */
export interface LongPoll {
  readonly queueUrl: string;
  readonly request: ReceiveRequest;
  /** Milliseconds to wait for a first message; 0 looks once. */
  readonly wait: number;
  /** Aborted when the client went away. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Receives as soon as a message is there, or returns empty after the wait. Of several waiters only those that got
 * something return; the others go on waiting. An abandoned poll takes nothing, and gives back what it took while its
 * client went away. Throws where the queue is gone.
 */
export async function longPoll(
  { ground, queues, receiver, messages, arrivals }: SqsRoom,
  { queueUrl, request, wait, signal }: LongPoll,
): Promise<readonly PolledMessage[]> {
  const { store, clock } = ground;
  let bell = Promise.withResolvers<void>();
  const ring = (): void => {
    bell.resolve();
  };
  const waits =
    wait === 0 ? [] : [arrivals.listen(queues.byUrl(queueUrl).name, ring), clock.after(wait, ring)];
  signal?.addEventListener('abort', ring);
  const deadline = clock.now() + wait;
  const isGone = (): boolean => signal?.aborted === true;
  try {
    for (;;) {
      bell = Promise.withResolvers();
      const taken = await store.write(() => (isGone() ? [] : receiver.take(queues.byUrl(queueUrl), request)));
      if (taken.length > 0 && isGone()) {
        await store.write(() => {
          for (const { receiptHandle } of taken) messages.giveBack(queues.byUrl(queueUrl), receiptHandle);
        });
        return [];
      }
      if (taken.length > 0 || isGone() || arrivals.isStopped() || clock.now() >= deadline) return taken;
      await bell.promise;
    }
  } finally {
    for (const cancel of waits) cancel();
    signal?.removeEventListener('abort', ring);
  }
}
