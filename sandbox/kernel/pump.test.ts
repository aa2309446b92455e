import { describe, expect, it } from 'vitest';
import { createRoomPump } from './pump.ts';
import type { PumpNext } from './pump.ts';
import { virtualClock } from './virtual-clock.ts';

const scripted = (turns: PumpNext[]) => {
  const clock = virtualClock(0);
  const taken: number[] = [];
  const faults: unknown[] = [];
  const report = (where: string): unknown => faults.push(where);
  const pump = createRoomPump({ clock, report }, 'script', () => {
    taken.push(clock.now());
    return turns.shift() ?? 'idle';
  });
  return { clock, pump, taken, faults };
};

describe('a pump', () => {
  it('rests until woken, and goes on while there is more', async () => {
    const { clock, pump, taken } = scripted(['again', 'again', 'idle']);
    await clock.settle();
    expect(taken).toEqual([]);
    pump.wake();
    await clock.settle();
    expect(taken).toEqual([0, 0, 0]);
  });

  it('wakes by itself at the time it asked for, and earlier when woken', async () => {
    const { clock, pump, taken } = scripted([{ at: 5_000 }, { at: 5_000 }]);
    pump.wake();
    await clock.advance(1_000);
    pump.wake();
    await clock.advance(10_000);
    expect(taken).toEqual([0, 1_000, 5_000]);
  });

  it('tries a failed turn again after a pause', async () => {
    const clock = virtualClock(0);
    const taken: number[] = [];
    const faults: unknown[] = [];
    const report = (...fault: unknown[]): unknown => faults.push(fault);
    const pump = createRoomPump({ clock, report }, 'a first turn', () => {
      taken.push(clock.now());
      if (taken.length === 1) throw new RangeError('no');
      return 'idle';
    });
    pump.wake();
    await clock.advance(2_000);
    expect(taken).toEqual([0, 1_000]);
    expect(faults).toEqual([['a first turn', new RangeError('no')]]);
  });

  it('takes no turn after a stop', async () => {
    const { clock, pump, taken } = scripted([{ at: 10 }]);
    pump.wake();
    await clock.settle();
    await pump.stop();
    pump.wake();
    await clock.advance(100);
    expect(taken).toEqual([0]);
  });
});
