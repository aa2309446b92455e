import type { Clock } from './clock.ts';

/** Node's timers may fire a little early; a clock that is further behind than this was set back. */
const earlyMs = 1_000;

/**
 * The time that the rooms go by: that of `clock`, but when that is set back, this one ticks on from where it was,
 * ahead from then on. What is due is stored as a time, and would stand still until the clock has caught up. Never
 * shows less than `earliest` (epoch ms), the latest time noted before a restart. What functions see is the machine's
 * own clock all the same.
 */
export function steadyClock(clock: Clock, earliest = 0): Clock {
  let latest = earliest;
  let offset = 0;

  const now = (): number => {
    offset += Math.max(0, latest - (clock.now() + offset));
    latest = clock.now() + offset;
    return latest;
  };
  return {
    ...clock,
    now,
    after: (ms, effect) => {
      const due = now() + ms;
      return clock.after(ms, () => {
        // Set back since somebody last looked: so much time has passed at least.
        if (now() < due - earlyMs) latest = due;
        effect();
      });
    },
  };
}
