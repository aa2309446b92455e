import { expect, it } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { EnvironmentPool } from './environment-pool.ts';
import type { ExecutionEnvironment, Invocation, Outcome } from './execution-environment.ts';
import type { StoredFunction } from './function-spec.ts';

const invocation: Invocation = { requestId: 'id', event: '{}', invokedFunctionArn: 'arn' };
const outcome: Outcome = {
  payload: '1',
  status: 'success',
  durationMs: 1,
  usedMemoryMb: 1,
  lines: [],
  logStream: 's',
};

function functionOf(name: string, revision = 1): StoredFunction {
  return {
    name,
    revision,
    arn: name,
    codeDirectory: '/',
    handler: 'app.handler',
    runtime: 'nodejs24.x',
    environment: {},
    timeoutSeconds: 3,
    memorySizeMb: 128,
    role: 'r',
    tracing: 'PassThrough',
    logGroup: 'g',
  };
}

/** A pool whose environments answer after 400 ms; `open` counts those that live, by function and revision. */
function pools(total: number) {
  const clock = virtualClock();
  const open = new Map<string, number>();
  const start = ({ name, revision }: StoredFunction): ExecutionEnvironment => {
    const key = `${name}${String(revision)}`;
    open.set(key, (open.get(key) ?? 0) + 1);
    return {
      ready: Promise.resolve(),
      isAlive: true,
      run: () =>
        new Promise((resolve) => {
          clock.after(400, () => {
            resolve(outcome);
          });
        }),
      close: () => {
        open.set(key, (open.get(key) ?? 0) - 1);
        return Promise.resolve();
      },
    };
  };
  return { clock, open, pool: new EnvironmentPool({ clock, start, perFunction: 2, total }) };
}

it('keeps spare environments for half a minute and the last one for ten', async () => {
  const { pool, clock, open } = pools(9);
  void pool.run(functionOf('a'), invocation);
  void pool.run(functionOf('a'), invocation);
  await clock.advance(1_000);
  expect(open.get('a1')).toBe(2);
  await clock.advance(90_000);
  expect(open.get('a1')).toBe(1);
  await clock.advance(600_000);
  expect(open.get('a1')).toBe(0);
});

it('gives every function one environment, and a second one only where there is room', async () => {
  const { pool, clock, open } = pools(2);
  for (const name of ['a', 'b', 'c', 'c']) void pool.run(functionOf(name), invocation);
  await clock.advance(1_000);
  expect(Object.fromEntries(open)).toEqual({ a1: 1, b1: 1, c1: 1 });
  await clock.advance(15_000);
  void pool.run(functionOf('c'), invocation);
  void pool.run(functionOf('c'), invocation);
  await clock.advance(250);
  expect([open.get('c1'), (open.get('a1') ?? 0) + (open.get('b1') ?? 0)]).toEqual([2, 1]);
});

it('ends the environments of an older revision when a newer one is called', async () => {
  const { pool, clock, open } = pools(9);
  const old = pool.run(functionOf('a'), invocation);
  void pool.run(functionOf('a', 2), invocation);
  await clock.advance(1_000);
  expect(await old).toEqual(outcome);
  expect(Object.fromEntries(open)).toEqual({ a1: 0, a2: 1 });
});
