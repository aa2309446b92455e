import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steadyClock } from './steady-clock.ts';
import { virtualClock } from './virtual-clock.ts';

const start = Date.UTC(2024, 0, 1);
const hour = 3_600_000;

test('shows what the clock shows, forward jumps too', async () => {
  const clock = virtualClock({ start });
  const steady = steadyClock(clock);
  expect(steady.now()).toBe(start);
  await clock.advance(10);
  clock.jump(hour);
  expect(steady.now()).toBe(start + hour + 10);
});

test('ticks on from where it was when the clock is set back', async () => {
  const clock = virtualClock({ start });
  const steady = steadyClock(clock);
  await clock.advance(1_000);
  expect(steady.now()).toBe(start + 1_000);
  clock.jump(-hour);
  expect(steady.now()).toBe(start + 1_000);
  await clock.advance(5);
  expect(steady.now()).toBe(start + 1_005);
});

test('begins where it was before a restart, and ticks on from there', async () => {
  const clock = virtualClock({ start });
  const steady = steadyClock(clock, start + hour);
  expect(steady.now()).toBe(start + hour);
  await clock.advance(5);
  expect(steady.now()).toBe(start + hour + 5);
});

test('when a timer fires, the time it waited has passed, though nobody looked when the clock was set back', async () => {
  const clock = virtualClock({ start });
  const steady = steadyClock(clock);
  let firedAt = 0;
  steady.after(600_000, () => {
    firedAt = steady.now();
  });
  await clock.advance(60_000);
  clock.jump(-hour);
  await clock.advance(540_000);
  expect(firedAt).toBe(start + 600_000);
});

test('a timer that fires a little early moves nothing', () => {
  let fire = (): void => undefined;
  const steady = steadyClock({
    now: () => start,
    soon: () => undefined,
    after: (_, effect) => {
      fire = effect;
      return () => undefined;
    },
  });
  steady.after(20, () => undefined);
  fire();
  expect(steady.now()).toBe(start);
});

test('never runs backwards and never stands still, however the clock jumps', async () => {
  const steps = fc.array(
    fc.record({ jump: fc.integer({ min: -hour, max: hour }), ms: fc.integer({ min: 1, max: 1_000 }) }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const clock = virtualClock({ start });
      const steady = steadyClock(clock);
      for (const { jump, ms } of all) {
        const before = steady.now();
        clock.jump(jump);
        const after = steady.now();
        expect(after).toBeGreaterThanOrEqual(before);
        await clock.advance(ms);
        expect(steady.now()).toBe(after + ms);
      }
    }),
    { numRuns: 30 },
  );
});
