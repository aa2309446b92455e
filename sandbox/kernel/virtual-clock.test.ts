import { expect, test } from 'vitest';
import { seededRandom } from './random.ts';
import { virtualClock } from './virtual-clock.ts';

const start = Date.UTC(2024, 0, 1);

test('settle waits for chains of any length, each link queued by the one before', async () => {
  const clock = virtualClock();
  let links = 0;
  const link = (): void => {
    links += 1;
    if (links < 500) void Promise.resolve().then(() => clock.soon(link)); // prettier-ignore
  };
  clock.soon(link);
  await clock.settle();
  expect(links).toBe(500);
});

test('timers fire in the order of their times, then of their making, and see their own time', async () => {
  const clock = virtualClock({ start });
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name}@${String(clock.now() - start)}`);
  clock.after(600_000, note('late'));
  clock.after(10, note('first'));
  clock.after(10, note('second'));
  clock.after(10, () => clock.after(5, note('nested')));
  clock.after(20, note('cancelled'))();
  await clock.advance(600_000);
  expect(fired).toEqual(['first@10', 'second@10', 'nested@15', 'late@600000']);
  expect(clock.now()).toBe(start + 600_000);
});

test('a step goes to the next timer and says when there is none', async () => {
  const clock = virtualClock({ start });
  clock.after(1_000, () => undefined);
  expect(await clock.step(start + 999)).toBe(false);
  expect(clock.now()).toBe(start);
  expect(await clock.step()).toBe(true);
  expect(clock.now()).toBe(start + 1_000);
  expect(await clock.step()).toBe(false);
});

test('nothing happens while somebody holds the clock, however long the real work takes', async () => {
  const clock = virtualClock({ start });
  const happened: string[] = [];
  const release = clock.hold();
  clock.soon(() => happened.push('soon'));
  const settled = clock.settle();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(happened).toEqual([]);
  release();
  release();
  await settled;
  expect(happened).toEqual(['soon']);
});

test('a seed picks another order of what can happen next, the same one each time', async () => {
  const run = async (seed: number): Promise<string> => {
    const clock = virtualClock({ start, order: seededRandom(seed) });
    let text = '';
    for (const letter of 'abcdefgh') clock.soon(() => (text += letter));
    await clock.settle();
    return text;
  };
  expect(await run(1)).toBe(await run(1));
  expect(new Set([await run(1), await run(2), await run(3)]).size).toBeGreaterThan(1);
});

test('what waits in a life that has ended never happens; the clock goes on', async () => {
  const clock = virtualClock({ start });
  const { clock: mortal, end } = clock.life();
  const happened: string[] = [];
  mortal.soon(() => happened.push('soon'));
  mortal.after(10, () => happened.push('later'));
  mortal.hold();
  end();
  mortal.soon(() => happened.push('after death'));
  clock.after(20, () => happened.push('another life'));
  await clock.advance(30);
  expect(happened).toEqual(['another life']);
});
