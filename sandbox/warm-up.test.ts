import { expect, test } from 'vitest';
import { AwsError } from './kernel/errors.ts';
import type { Ground } from './kernel/ground.ts';
import { virtualClock } from './kernel/virtual-clock.ts';
import type { LambdaRoom } from './lambda/service.ts';
import { warmingUp } from './warm-up.ts';

const clock = virtualClock();

function front(refuses = false) {
  let starts = 0;
  // Only what warming up uses of them.
  const ground = { clock, report: () => undefined } as unknown as Ground;
  const lambda = {
    invoke: () =>
      refuses
        ? Promise.reject(new AwsError('TooManyRequestsException', 'no'))
        : Promise.resolve({ payload: '1' }),
    warm: () => Promise.resolve(void (starts += 1)),
  } as unknown as LambdaRoom;
  const call = { functionName: 'f', payload: '{}', caller: { principal: 'apigateway.amazonaws.com' } };
  const invoke = warmingUp(ground, lambda);
  return { ask: () => invoke(call), starts: () => starts };
}

test('functions are started once, a while after the first answer of one of them', async () => {
  const { ask, starts } = front();
  await clock.advance(60_000);
  expect(starts()).toBe(0);
  expect(await ask()).toEqual({ payload: '1' });
  await ask();
  expect(starts()).toBe(0);
  await clock.advance(60_000);
  await ask();
  await clock.advance(60_000);
  expect(starts()).toBe(1);
});

test('what no function answered starts none', async () => {
  const { ask, starts } = front(true);
  await expect(ask()).rejects.toThrow('no');
  await clock.advance(60_000);
  expect(starts()).toBe(0);
});
