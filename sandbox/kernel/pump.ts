import type { Ground } from './ground.ts';

/** What a pump does after a turn: go on at once, sleep until woken, or wake by itself at a time (epoch ms). */
export type PumpNext = 'again' | 'idle' | { readonly at: number };

/** A loop over stored work: it holds no state of its own, so it goes on after a crash where the store says. */
export interface Pump {
  /** Something may be due: take a turn soon. Cheap and idempotent. */
  wake(): void;
  /** Takes no further turn; resolves when the turn under way has ended. */
  stop(): Promise<void>;
}

/** A fault of a turn is reported and the turn is tried again after this long, so no work is forgotten. */
const faultPauseMs = 1_000;

/** A pump at rest; it takes its first turn when woken. Faults are reported under the name of what it does. */
export function createRoomPump(
  { clock, report }: Pick<Ground, 'clock' | 'report'>,
  what: string,
  turn: () => Promise<PumpNext> | PumpNext,
): Pump {
  let running: Promise<void> | undefined;
  let woken = false;
  let stopped = false;
  let cancelTimer: (() => void) | undefined;

  const run = async (): Promise<void> => {
    cancelTimer?.();
    cancelTimer = undefined;
    let next: PumpNext = 'again';
    while (!stopped && (woken || next === 'again')) {
      woken = false;
      try {
        next = await turn();
      } catch (thrown) {
        report(what, thrown);
        next = { at: clock.now() + faultPauseMs };
      }
    }
    if (!stopped && typeof next === 'object') {
      cancelTimer = clock.after(next.at - clock.now(), wake);
    }
  };
  const wake = (): void => {
    if (stopped) return;
    woken = true;
    if (running !== undefined) return;
    running = new Promise<void>((resolve) => {
      clock.soon(() => {
        void run().finally(() => {
          running = undefined;
          resolve();
          if (woken) wake();
        });
      });
    });
  };

  return {
    wake,
    stop: async () => {
      stopped = true;
      cancelTimer?.();
      await running;
    },
  };
}
