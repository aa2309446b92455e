import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly effect: () => void;
}

/** A clock that stands still until it is told to move, so that a ten-minute schedule runs in milliseconds. */
export interface VirtualClock extends Clock {
  /** Moves time forward by `ms`, firing every timer that falls due on the way, in order. */
  advance(ms: number): Promise<void>;
  /** Lets pending work settle without moving time. */
  settle(): Promise<void>;
}

/** Turns of the real event loop that pending promises and `soon` effects get before time moves on. */
const turnsToSettle = 20;

/** A virtual clock that starts at `start` (milliseconds since the epoch). */
export function virtualClock(start = Date.UTC(2024, 0, 15, 10, 30)): VirtualClock {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < turnsToSettle; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const earliestBefore = (end: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];

  return {
    now: () => now,
    after: (ms, effect): Cancel => {
      const timer = { at: now + Math.max(0, ms), order: (order += 1), effect };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    soon: (effect) => {
      setImmediate(effect);
    },
    settle,
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let due = earliestBefore(end); due !== undefined; due = earliestBefore(end)) {
        timers.delete(due);
        now = due.at;
        due.effect();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
