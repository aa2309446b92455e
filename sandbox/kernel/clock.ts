/** Stops a timer; calling it twice or after the timer fired does nothing. */
export type Cancel = () => void;

/** The only source of time in the sandbox. Milliseconds everywhere. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `effect` once, `ms` from now. A pending timer never keeps the process alive by itself. */
  after(ms: number, effect: () => void): Cancel;
  /** Runs `effect` once this turn of the event loop has handled everything that already arrived. */
  soon(effect: () => void): void;
}

/** Node refuses longer timers; a longer wait is walked in hops of this length. */
const longestTimer = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date().getTime(),
  after: (ms, effect) => {
    if (ms > longestTimer) {
      let cancel: Cancel = systemClock.after(longestTimer, () => {
        cancel = systemClock.after(ms - longestTimer, effect);
      });
      return () => {
        cancel();
      };
    }
    const timer = setTimeout(effect, Math.max(0, ms));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  soon: (effect) => {
    setImmediate(effect);
  },
};
