import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { statesCloud } from './testing.ts';
import type { StatesCloud } from './testing.ts';

class Flaky extends Error {
  override readonly name = 'Flaky';
}

const task = (FunctionName: string, more: Record<string, Json>): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 3, MaxAttempts: 5, JitterStrategy: 'FULL' }],
  ...more,
});

/** A map whose items are worked on, wait, and are worked on again; beside it a branch that waits. */
const definition: Json = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              MaxConcurrency: 3,
              ItemProcessor: {
                StartAt: 'First',
                States: {
                  First: task('first', { Next: 'Rest' }),
                  Rest: { Type: 'Wait', Seconds: 4, Next: 'Second' },
                  Second: task('second', { End: true }),
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: 'Pause',
          States: { Pause: { Type: 'Wait', Seconds: 20, Next: 'Last' }, Last: task('last', { End: true }) },
        },
      ],
      End: true,
    },
  },
};

/** Steps whose answers the engine has stored, by name and item; the stand-ins remember across crashes. */
interface World {
  readonly clock: ReturnType<typeof virtualClock>;
  readonly directory: string;
  /** Calls that were answered, by `<function> <item>`. */
  readonly answered: Map<string, number>;
  calls: number;
}

function open(world: World, seed: number): StatesCloud {
  const work = (name: string, step: (item: Json) => Json) => async (payload: Json) => {
    world.calls += 1;
    const { calls } = world;
    await new Promise<void>((resolve) => world.clock.after((calls % 4) * 700, resolve));
    if (calls % 3 === 0) throw new Flaky(`call ${String(calls)}`);
    const key = `${name} ${JSON.stringify(payload)}`;
    world.answered.set(key, (world.answered.get(key) ?? 0) + 1);
    return step(payload);
  };
  const functions = {
    first: work('first', (item) => Number(item) * 10),
    second: work('second', (item) => Number(item) + 1),
    last: work('last', () => 'last'),
  };
  return statesCloud(functions, { directory: world.directory, clock: world.clock, seed });
}

async function checkHistory(cloud: StatesCloud, executionArn: string): Promise<void> {
  const history = await cloud.history(executionArn);
  expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
  for (const { id = 0, previousEventId = 0 } of history) expect(previousEventId).toBeLessThan(id);
  const count = (type: string) => history.filter((event) => event.type === type).length;
  expect(count('TaskStateEntered')).toBe(11);
  expect(count('TaskStateExited')).toBe(11);
  expect(count('TaskSucceeded')).toBe(11);
  expect(count('TaskScheduled')).toBe(11 + count('TaskFailed'));
  expect(count('MapIterationSucceeded')).toBe(5);
  expect(count('WaitStateExited')).toBe(6);
}

test('killed again and again, an execution ends as if nothing had happened (F38)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 6 }),
      async (pauses) => {
        const directory = mkdtempSync(join(tmpdir(), 'states-'));
        const world: World = { clock: virtualClock(), directory, answered: new Map(), calls: 0 };
        let cloud = open(world, 1);
        const executionArn = await cloud.begin(await cloud.create('m', definition), [1, 2, 3, 4, 5]);
        for (const [index, pause] of pauses.entries()) {
          await world.clock.advance(pause);
          cloud.abandon();
          cloud = open(world, index + 2);
        }
        await world.clock.advance(300_000);
        const { status, output } = await cloud.describe(executionArn);
        expect([status, output]).toEqual(['SUCCEEDED', '[[11,21,31,41,51],"last"]']);
        await checkHistory(cloud, executionArn);
        expect(cloud.faults).toEqual([]);
        // At each crash a call that was under way is made again; what was committed never is.
        const repeated = [...world.answered.values()].reduce((sum, times) => sum + times - 1, 0);
        expect(repeated).toBeLessThanOrEqual(4 * pauses.length);
        await cloud.stop();
        rmSync(directory, { recursive: true });
      },
    ),
    { numRuns: 10 },
  );
});

test('what was committed before a crash is not called again after it (F38)', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'states-'));
  const clock = virtualClock();
  const invoked: string[] = [];
  const functions = {
    step: (payload: Json) => {
      invoked.push(JSON.stringify(payload));
      return payload;
    },
  };
  const step = (n: number, more: Record<string, Json>): Json => ({
    ...{
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'step', Payload: n },
    },
    ...more,
  });
  const pause = (Next: string): Json => ({ Type: 'Wait', Seconds: 10, Next });
  const States = {
    A: step(1, { Next: 'W' }),
    W: pause('B'),
    B: step(2, { Next: 'X' }),
    X: pause('C'),
    C: step(3, { End: true }),
  };
  let cloud = statesCloud(functions, { directory, clock });
  const executionArn = await cloud.begin(await cloud.create('m', { StartAt: 'A', States }));
  for (const seed of [2, 3, 4, 5]) {
    await clock.advance(6_000);
    cloud.abandon();
    cloud = statesCloud(functions, { directory, clock, seed });
  }
  await clock.advance(60_000);
  expect((await cloud.describe(executionArn)).status).toBe('SUCCEEDED');
  expect(invoked).toEqual(['1', '2', '3']);
  await cloud.stop();
  rmSync(directory, { recursive: true });
});

test('a timer that fell due while nothing ran fires at the start', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'states-'));
  const first = statesCloud({}, { directory });
  const wait: Json = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
  const executionArn = await first.begin(await first.create('m', wait));
  first.abandon();
  const later = statesCloud({}, { directory, clock: virtualClock(first.clock.now() + 3_600_000) });
  await later.clock.settle();
  expect((await later.describe(executionArn)).status).toBe('SUCCEEDED');
  await later.stop();
  rmSync(directory, { recursive: true });
});

/** Machines of which each stands before one time limit, killed after ten seconds and started an hour later. */
async function anHourLater() {
  const directory = mkdtempSync(join(tmpdir(), 'states-'));
  let isBroken = true;
  const functions = (clock: StatesCloud['clock']) => ({
    stuck: () => new Promise<never>(() => undefined),
    slow: () => new Promise<string>((resolve) => clock.after(15_000, () => resolve('slow'))),
    broken: () => {
      if (isBroken) throw new Flaky('once');
      return 'fine';
    },
  });
  const limited = (name: string, more: Record<string, Json> = {}): Json => ({
    StartAt: 'T',
    States: { T: task(name, { TimeoutSeconds: 30, End: true, ...more }) },
  });
  const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 7_200, End: true } } };
  const machines: Record<string, Json> = {
    slow: limited('slow'),
    stuck: limited('stuck'),
    silent: limited('stuck', {
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      HeartbeatSeconds: 20,
    }),
    broken: limited('broken', { Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 30 }] }),
    patient: { ...wait, TimeoutSeconds: 60 },
  };
  const clock = virtualClock();
  const first = statesCloud(functions(clock), { directory, clock });
  const arns: string[] = [];
  for (const [name, machine] of Object.entries(machines))
    arns.push(await first.begin(await first.create(name, machine)));
  await clock.advance(10_000);
  first.abandon();
  isBroken = false;
  const laterClock = virtualClock(clock.now() + 3_600_000);
  const cloud = statesCloud(functions(laterClock), { directory, clock: laterClock, seed: 2 });
  const statuses = async () => {
    const list: (string | undefined)[] = [];
    for (const arn of arns) list.push((await cloud.describe(arn)).status);
    return list;
  };
  const end = async () => {
    expect(cloud.faults).toEqual([]);
    await cloud.stop();
    rmSync(directory, { recursive: true });
  };
  return { cloud, arns, statuses, end };
}

test('an hour in which nothing ran takes nothing from time limits, and they still end (F59)', async () => {
  const { cloud, arns, statuses, end } = await anHourLater();
  const open = 'RUNNING';
  expect(await statuses()).toEqual([open, open, open, open, open]);
  await cloud.clock.advance(9_000);
  expect(await statuses()).toEqual([open, open, open, open, open]);
  await cloud.clock.advance(2_000);
  expect(await statuses()).toEqual([open, open, 'FAILED', open, open]);
  await cloud.clock.advance(10_000);
  expect(await statuses()).toEqual(['SUCCEEDED', 'FAILED', 'FAILED', 'SUCCEEDED', open]);
  await cloud.clock.advance(30_000);
  expect((await statuses())[4]).toBe('TIMED_OUT');
  const errors = [arns[1], arns[2]].map(async (arn = '') => (await cloud.describe(arn)).error);
  expect(await Promise.all(errors)).toEqual(['States.Timeout', 'States.HeartbeatTimeout']);
  await end();
});

test('nothing is noted while no time limit runs', async () => {
  const cloud = statesCloud({});
  const wait: Json = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 86_400, End: true } } };
  await cloud.begin(await cloud.create('m', wait));
  const aliveAt = () => cloud.ground.store.get('SELECT alive_at FROM states_uptime');
  await cloud.clock.advance(10_000);
  const noted = aliveAt();
  await cloud.clock.advance(3_600_000);
  expect(aliveAt()).toEqual(noted);
  await cloud.begin(await cloud.create('n', { ...(wait as object), TimeoutSeconds: 60 }));
  await cloud.clock.advance(50_000);
  expect(aliveAt()).toEqual({ alive_at: cloud.clock.now() });
  await cloud.stop();
});

/** A machine with one task that never answers, beside one that does, killed after each pause. */
async function killedAfter(pauses: readonly number[]) {
  const directory = mkdtempSync(join(tmpdir(), 'states-'));
  const clock = virtualClock();
  const functions = { stuck: () => new Promise<never>(() => undefined), fine: () => 'fine' };
  let cloud = statesCloud(functions, { directory, clock });
  const machine = await cloud.create('m', {
    StartAt: 'T',
    States: {
      T: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { 'FunctionName.$': '$' },
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        End: true,
      },
    },
  });
  const stuck = await cloud.begin(machine, 'stuck');
  for (const [index, pause] of pauses.entries()) {
    await clock.advance(pause);
    cloud.abandon();
    cloud = statesCloud(functions, { directory, clock, seed: index + 2 });
  }
  await clock.advance(30_000);
  const fine = await cloud.begin(machine, 'fine', 'fine');
  await clock.advance(1_000);
  const statuses = [(await cloud.describe(stuck)).status, (await cloud.describe(fine)).status];
  const { cause } = await cloud.describe(stuck);
  await cloud.stop();
  rmSync(directory, { recursive: true });
  return { statuses, cause };
}

test('a task during which the process ends again and again is given up, and others go on (F10)', async () => {
  const { statuses, cause } = await killedAfter(Array.from({ length: 6 }, () => 20_000));
  expect(statuses).toEqual(['FAILED', 'SUCCEEDED']);
  expect(cause).toContain('The sandbox ended 6 times while this task ran.');
});

test('quick restarts one after another are not held against a task (F09)', async () => {
  const { statuses } = await killedAfter(Array.from({ length: 10 }, () => 500));
  expect(statuses).toEqual(['RUNNING', 'SUCCEEDED']);
});
