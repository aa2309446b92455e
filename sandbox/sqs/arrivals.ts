import type { Cancel } from '../kernel/clock.ts';
import type { Ground } from '../kernel/ground.ts';

/**
 * Wakes whoever waits for messages of a queue: at once after the commit that made one visible, and by the clock when
 * a delay or a visibility timeout runs out. Holds nothing that the store does not say; no listener, no timer.
 */
export interface Arrivals {
  /** Inside a write: a message of the queue became visible, or will; listeners are called after the commit. */
  announce(queueName: string): void;
  /** Inside a write: messages were hidden for a while; the clock is set after the commit. */
  postpone(queueName: string): void;
  listen(queueName: string, listener: () => void): Cancel;
  /** Calls every listener once more and stops the timers. */
  stop(): void;
  isStopped(): boolean;
}

interface Waiting {
  readonly listeners: Set<() => void>;
  cancelTimer: Cancel | undefined;
}

const nextVisible = `
  SELECT MIN(visibleAt) AS at FROM sqs_message
  WHERE queueId = (SELECT id FROM sqs_queue WHERE name = ?) AND visibleAt > ?`;

export function createArrivals({ store, clock, report }: Ground): Arrivals {
  const queues = new Map<string, Waiting>();
  let stopped = false;

  const wake = (queueName: string): void => {
    for (const listener of [...(queues.get(queueName)?.listeners ?? [])]) listener();
    setTimer(queueName);
  };
  const setTimer = (queueName: string): void => {
    const waiting = queues.get(queueName);
    if (waiting === undefined || stopped) return;
    waiting.cancelTimer?.();
    const due = store.get<{ at: number | null }>(nextVisible, queueName, clock.now())?.at;
    const ring = (): void => {
      // No caller hears of what goes wrong here, a store that was just closed included.
      try {
        wake(queueName);
      } catch (thrown) {
        report(`sqs arrivals of ${queueName}`, thrown);
      }
    };
    waiting.cancelTimer = typeof due === 'number' ? clock.after(due - clock.now(), ring) : undefined;
  };
  const afterCommit = (queueName: string, effect: (queueName: string) => void): void => {
    if (!queues.has(queueName)) return;
    store.afterCommit(() => {
      effect(queueName);
    });
  };

  return {
    announce: (queueName) => {
      afterCommit(queueName, wake);
    },
    postpone: (queueName) => {
      afterCommit(queueName, setTimer);
    },
    listen: (queueName, listener) => {
      const waiting = queues.get(queueName) ?? { listeners: new Set(), cancelTimer: undefined };
      queues.set(queueName, waiting);
      waiting.listeners.add(listener);
      if (waiting.listeners.size === 1) setTimer(queueName);
      return () => {
        waiting.listeners.delete(listener);
        if (waiting.listeners.size > 0 || queues.get(queueName) !== waiting) return;
        waiting.cancelTimer?.();
        queues.delete(queueName);
      };
    },
    isStopped: () => stopped,
    stop: () => {
      stopped = true;
      for (const { listeners, cancelTimer } of [...queues.values()]) {
        cancelTimer?.();
        for (const listener of [...listeners]) listener();
      }
    },
  };
}
