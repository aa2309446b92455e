import { expect, it } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';
import { FunctionPool } from './function-pool.ts';

const invocation: Invocation = { requestId: 'id', event: '{}', invokedFunctionArn: 'arn' };
const outcome: Outcome = {
  payload: '1',
  status: 'success',
  durationMs: 1,
  usedMemoryMb: 1,
  lines: [],
  logStream: 's',
};

/** A pool whose environments are finished by hand. */
function poolOf(limit: number, reserved?: number) {
  const clock = virtualClock();
  const running: ((dies?: boolean) => void)[] = [];
  let started = 0;
  const start = (): ExecutionEnvironment => {
    started += 1;
    let isAlive = true;
    return {
      ready: Promise.resolve(),
      get isAlive() {
        return isAlive;
      },
      run: () =>
        new Promise((resolve) => {
          running.push((dies = false) => {
            isAlive = !dies;
            resolve(outcome);
          });
        }),
      close: () => Promise.resolve(),
    };
  };
  const pool = new FunctionPool({
    clock,
    start,
    limit,
    hardLimit: limit + 1,
    reserved,
    makeRoom: () => true,
  });
  return { pool, clock, running, started: () => started };
}

it('starts one environment, and another only while an event waits in vain', async () => {
  const { pool, clock, running, started } = poolOf(2);
  const events = [pool.run(invocation), pool.run(invocation), pool.run(invocation)];
  await clock.settle();
  expect([started(), running.length]).toEqual([1, 1]);
  await clock.advance(200);
  expect([started(), running.length]).toEqual([2, 2]);
  await clock.advance(900);
  expect(started()).toBe(2);
  running[0]?.();
  await clock.settle();
  expect(running.length).toBe(3);
  running[1]?.();
  running[2]?.();
  expect(await Promise.all(events)).toHaveLength(3);
});

it('replaces an environment that died while events wait', async () => {
  const { pool, clock, running, started } = poolOf(1);
  const events = [pool.run(invocation), pool.run(invocation)];
  await clock.settle();
  running[0]?.(true);
  await clock.settle();
  expect(started()).toBe(2);
  running[1]?.();
  expect(await Promise.all(events)).toHaveLength(2);
});

it('starts more than its limit only when nothing ends, as with a function that calls itself', async () => {
  const { pool, clock, running, started } = poolOf(1);
  for (let event = 0; event < 5; event += 1) void pool.run(invocation);
  await clock.advance(900);
  running[0]?.();
  await clock.advance(900);
  expect(started()).toBe(1);
  await clock.advance(10_000);
  expect(started()).toBe(2);
});

it('refuses events above the reserved concurrency, waiting ones counted', async () => {
  const { pool } = poolOf(1, 2);
  void pool.run(invocation);
  void pool.run(invocation);
  expect(() => pool.run(invocation)).toThrow(/Rate Exceeded/);
});

it('lets what runs end when it is drained, and refuses what waits when it is closed', async () => {
  const { pool, clock, running } = poolOf(1);
  const first = pool.run(invocation);
  await clock.settle();
  let isDrained = false;
  void pool.drain().then(() => (isDrained = true));
  await clock.settle();
  expect(isDrained).toBe(false);
  running[0]?.();
  await first;
  await clock.settle();
  expect(isDrained).toBe(true);

  const closing = poolOf(1);
  void closing.pool.run(invocation);
  const second = closing.pool.run(invocation);
  await closing.clock.settle();
  await closing.pool.close();
  await expect(second).rejects.toThrow(/stopping/);
});
