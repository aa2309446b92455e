import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualClock } from '../../kernel/virtual-clock.ts';
import { createThrottles } from './throttle.ts';

test('a burst is let through, then as much as the rate fills in', async () => {
  const clock = virtualClock();
  const throttles = createThrottles(clock);
  const limit = { ratePerSecond: 2, burst: 3 };
  const take = (): boolean => throttles.take('a', limit);
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  await clock.advance(499);
  expect(take()).toBe(false);
  await clock.advance(1);
  expect([take(), take()]).toEqual([true, false]);
  expect(throttles.take('b', limit)).toBe(true);
});

test('never more than burst plus rate times time (F66)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 40 }),
      async (pauses) => {
        const clock = virtualClock();
        const throttles = createThrottles(clock);
        let taken = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          await clock.advance(pause);
          elapsed += pause;
          if (throttles.take('a', { ratePerSecond: 5, burst: 2 })) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(2 + Math.ceil((elapsed * 5) / 1_000));
      },
    ),
    { numRuns: 5 },
  );
});
