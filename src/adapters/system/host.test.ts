import { afterEach, expect, test } from 'vitest';
import { randomIds } from './random-ids.ts';
import { systemClock } from './system-clock.ts';

const hook = Symbol.for('serverless-sandbox.host');
afterEach(() => Reflect.deleteProperty(globalThis, hook));

test('time and ids are the machine’s own without a host', () => {
  const before = Date.now();
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(randomIds.orderId()).toMatch(/^[0-9a-f]{8}-/);
  expect(randomIds.orderId()).not.toBe(randomIds.orderId());
});

test('a host supplies both', () => {
  Object.assign(globalThis, { [hook]: { now: () => 7, newId: () => 'an-id' } });
  expect(systemClock.now()).toBe(7);
  expect(randomIds.orderId()).toBe('an-id');
});
