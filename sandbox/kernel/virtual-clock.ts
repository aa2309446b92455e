import type { Cancel, Clock } from './clock.ts';
import type { Random } from './random.ts';

/**
 * A clock that stands still until it is told to move, so that a ten-minute schedule runs in milliseconds. What is to
 * happen `soon` happens one thing at a time and in a fixed order, each after everything that follows from the one
 * before, so that a run can be repeated exactly.
 */
export interface VirtualClock extends Clock {
  /** Moves time forward by `ms`, firing every timer that falls due on the way, in order. */
  advance(ms: number): Promise<void>;
  /** Moves time to the next timer and fires it, if one falls due by `end` (epoch ms); false where none does. */
  step(end?: number): Promise<boolean>;
  /** Shows a time that is off by `ms` from now on, as a machine whose clock is set; nothing falls due sooner or later. */
  jump(ms: number): void;
  /** Lets everything that can happen now happen, without moving time. */
  settle(): Promise<void>;
  /** Nothing `soon` happens and time does not move until every hold is given back: somebody is at work. */
  hold(): Cancel;
  /** A life of its own on this clock, as a process has one: `end` freezes whatever still waits in it, for ever. */
  life(): ClockLife;
}

/** The part of a virtual clock that ends with a process. */
export interface ClockLife {
  readonly clock: Clock & Pick<VirtualClock, 'hold'>;
  readonly end: () => void;
}

/** How a virtual clock is made. */
export interface VirtualClockOptions {
  /** Epoch ms at which it stands. */
  readonly start?: number;
  /** Picks what happens next of all that can, instead of what came first: other orders that are as possible. */
  readonly order?: Random;
}

interface Timer {
  /** In ms since the clock was made. */
  readonly at: number;
  readonly order: number;
  readonly effect: () => void;
}

const defaultStart = Date.UTC(2024, 0, 15, 10, 30);

/** A virtual clock at rest. */
export function virtualClock(options: VirtualClockOptions | number = {}): VirtualClock {
  const { start = defaultStart, order } = typeof options === 'number' ? { start: options } : options;
  const turns = createTurns(order);
  const timers = new Set<Timer>();
  let passed = 0;
  let shownAtFirst = start;
  let made = 0;

  const after = (ms: number, effect: () => void): Cancel => {
    const timer = { at: passed + Math.max(0, ms), order: (made += 1), effect };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const step = async (end = Infinity): Promise<boolean> => {
    await turns.settle();
    const due = earliest(timers);
    if (due === undefined || due.at > end - shownAtFirst) return false;
    timers.delete(due);
    passed = Math.max(passed, due.at);
    due.effect();
    await turns.settle();
    return true;
  };
  const now = (): number => shownAtFirst + passed;
  return {
    now,
    after,
    soon: turns.soon,
    jump: (ms) => {
      shownAtFirst += ms;
    },
    hold: turns.hold,
    settle: turns.settle,
    step,
    advance: async (ms) => {
      const end = passed + ms;
      while (await step(shownAtFirst + end));
      passed = end;
    },
    life: () => lifeOn({ now, after, soon: turns.soon }, turns.hold),
  };
}

function earliest(timers: ReadonlySet<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    const isEarlier = first === undefined || timer.at < first.at;
    if (isEarlier || (timer.at === first?.at && timer.order < first.order)) first = timer;
  }
  return first;
}

interface Turns {
  readonly soon: (effect: () => void) => void;
  readonly settle: () => Promise<void>;
  readonly hold: () => Cancel;
}

/** Runs one effect per turn of the real event loop: by the next turn every promise that it settled has been followed. */
function createTurns(order: Random | undefined): Turns {
  const effects: (() => void)[] = [];
  const settling: (() => void)[] = [];
  let holds = 0;
  let isScheduled = false;

  const schedule = (): void => {
    if (isScheduled || holds > 0 || effects.length + settling.length === 0) return;
    isScheduled = true;
    setImmediate(turn);
  };
  const turn = (): void => {
    isScheduled = false;
    if (holds > 0) return;
    const index = order === undefined || effects.length < 2 ? 0 : order.below(effects.length);
    const [effect] = effects.splice(index, 1);
    if (effect !== undefined) effect();
    else for (const resolve of settling.splice(0)) resolve();
    schedule();
  };
  return {
    soon: (effect) => {
      effects.push(effect);
      schedule();
    },
    settle: () =>
      new Promise((resolve) => {
        settling.push(resolve);
        schedule();
      }),
    hold: () => {
      holds += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holds -= 1;
        schedule();
      };
    },
  };
}

function lifeOn(clock: Clock, hold: () => Cancel): ClockLife {
  const held = new Set<Cancel>();
  let isOver = false;
  const unlessOver = (effect: () => void) => (): void => {
    if (!isOver) effect();
  };
  return {
    clock: {
      now: clock.now,
      after: (ms, effect) => (isOver ? () => undefined : clock.after(ms, unlessOver(effect))),
      soon: (effect) => {
        if (!isOver) clock.soon(unlessOver(effect));
      },
      hold: () => {
        if (isOver) return () => undefined;
        const release = hold();
        held.add(release);
        return () => {
          held.delete(release);
          release();
        };
      },
    },
    end: () => {
      isOver = true;
      for (const release of held) release();
      held.clear();
    },
  };
}
