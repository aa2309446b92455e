import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../kernel/random.ts';
import { StateError } from './errors.ts';
import { retryDelay, ruleFor } from './retry.ts';

const rule = (...ErrorEquals: string[]) => ({ ErrorEquals });
const index = (error: string, rules: { ErrorEquals: string[] }[]) =>
  ruleFor(rules, new StateError(error, ''))?.index;

test.each<[string, number | undefined]>([
  ['Own', 0],
  ['States.Timeout', 1],
  ['States.HeartbeatTimeout', 1],
  ['Other', 2],
  ['Lambda.TooManyRequestsException', 2],
  ['States.Runtime', undefined],
  ['States.DataLimitExceeded', undefined],
])('%s is handled by rule %s', (error, wanted) => {
  expect(index(error, [rule('Own'), rule('States.Timeout'), rule('States.ALL')])).toBe(wanted);
});

test('States.TaskFailed stands for everything but a timeout', () => {
  expect(index('Anything', [rule('States.TaskFailed')])).toBe(0);
  expect(index('States.Timeout', [rule('States.TaskFailed')])).toBeUndefined();
});

test('delays grow by the rate up to the cap', () => {
  const retrier = { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 30 };
  const random = seededRandom(1);
  expect([1, 2, 3, 4].map((attempt) => retryDelay(retrier, attempt, random))).toEqual([
    2_000, 6_000, 18_000, 30_000,
  ]);
});

test('law: full jitter never waits longer than no jitter', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      (seed, IntervalSeconds, attempt) => {
        const retrier = { ErrorEquals: ['States.ALL'], IntervalSeconds, MaxDelaySeconds: 600 };
        const random = seededRandom(seed);
        const jittered = retryDelay({ ...retrier, JitterStrategy: 'FULL' }, attempt, random);
        expect(jittered).toBeGreaterThanOrEqual(0);
        expect(jittered).toBeLessThanOrEqual(retryDelay(retrier, attempt, random));
      },
    ),
  );
});
