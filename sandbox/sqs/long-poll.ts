import { queueDoesNotExist } from './errors.ts';
import type { LeasedMessage } from './message.ts';
import type { Queue } from './queue-store.ts';
import type { ReceiveRequest } from './receiver.ts';
import type { SqsRoom } from './room.ts';

/** A receive that may wait. */
export interface LongPoll {
  readonly queueArn: string;
  readonly request: ReceiveRequest;
  /** Milliseconds to wait for a first message; 0 looks once. */
  readonly wait: number;
  /** Aborted when the client went away. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Receives as soon as a message is there, or returns empty after the wait. Of several waiters only those that got
 * something return; the others go on waiting. An abandoned poll takes nothing, and gives back what it took while its
 * client went away.
 */
export async function longPoll(
  room: SqsRoom,
  { queueArn, request, wait, signal }: LongPoll,
): Promise<readonly LeasedMessage[]> {
  const { ground, queues, receiver, messages, arrivals } = room;
  const { store, clock } = ground;
  const queueOf = (): Queue => {
    const queue = queues.byArn(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };
  const bell = createBell();
  const waits = wait === 0 ? [] : [arrivals.listen(queueOf().name, bell.ring), clock.after(wait, bell.ring)];
  signal?.addEventListener('abort', bell.ring);
  const deadline = clock.now() + wait;
  const isGone = (): boolean => signal?.aborted === true;
  try {
    for (;;) {
      bell.reset();
      const taken = await store.write(() => (isGone() ? [] : receiver.take(queueOf(), request)));
      if (taken.length > 0 && isGone()) {
        await store.write(() => {
          for (const { receiptHandle } of taken) messages.giveBack(queueOf(), receiptHandle);
        });
        return [];
      }
      if (taken.length > 0 || isGone() || arrivals.isStopped() || clock.now() >= deadline) return taken;
      await bell.rung();
    }
  } finally {
    for (const cancel of waits) cancel();
    signal?.removeEventListener('abort', bell.ring);
  }
}

interface Bell {
  readonly ring: () => void;
  readonly reset: () => void;
  /** Resolves when the bell rings, or at once if it rang since the reset. */
  readonly rung: () => Promise<void>;
}

function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      wake?.();
    },
    reset: () => {
      hasRung = false;
    },
    rung: () =>
      new Promise((resolve) => {
        if (hasRung) resolve();
        else wake = resolve;
      }),
  };
}
