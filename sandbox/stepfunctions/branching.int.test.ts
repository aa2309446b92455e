import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { statesCloud } from './testing.ts';

class ThingBroken extends Error {
  override readonly name = 'ThingBroken';
}

const task = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  End: true,
  ...more,
});
const after = (cloud: { clock: { after: (ms: number, effect: () => void) => void } }, ms: number) =>
  new Promise<void>((resolve) => {
    cloud.clock.after(ms, resolve);
  });

test('a Map keeps the order of its items and runs no more at once than it may', async () => {
  let running = 0;
  let most = 0;
  const cloud = statesCloud({
    work: async (payload) => {
      const { n, at, of } = payload as { n: number; at: number; of: string };
      most = Math.max(most, (running += 1));
      await after(cloud, 1_000 * (10 - n));
      running -= 1;
      return `${of}${String(at)}:${String(n)}`;
    },
  });
  const definition = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.list',
        MaxConcurrency: 3,
        ItemSelector: { 'n.$': '$$.Map.Item.Value', 'at.$': '$$.Map.Item.Index', 'of.$': '$.name' },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Work',
          States: { Work: task('work') },
        },
        ResultPath: '$.done',
        End: true,
      },
    },
  };
  const { status, output } = await cloud.run(definition, { name: 'x', list: [1, 2, 3, 4, 5, 6, 7] }, 60_000);
  expect(status).toBe('SUCCEEDED');
  expect((JSON.parse(output ?? '') as { done: Json }).done).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map((n, i) => `x${String(i)}:${String(n)}`),
  );
  expect(most).toBe(3);
  await cloud.stop();
});

test('an empty Map is over at once', async () => {
  const cloud = statesCloud({});
  const Each = { Type: 'Map', ItemProcessor: { StartAt: 'W', States: { W: task('work') } }, End: true };
  expect(await cloud.run({ StartAt: 'Each', States: { Each } }, [])).toMatchObject({
    status: 'SUCCEEDED',
    output: '[]',
  });
  await cloud.stop();
});

test('a Parallel state gives the outputs of its branches in their order', async () => {
  const cloud = statesCloud({ slow: async () => (await after(cloud, 5_000), 'slow'), quick: () => 'quick' });
  const definition = {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'S', States: { S: task('slow') } },
          {
            StartAt: 'Q',
            States: { Q: task('quick', { End: false, Next: 'P' }), P: { Type: 'Pass', End: true } },
          },
        ],
        ResultSelector: { 'first.$': '$[0]', 'second.$': '$[1]' },
        End: true,
      },
    },
  };
  const { output } = await cloud.run(definition, {}, 6_000);
  expect(JSON.parse(output ?? '')).toEqual({ first: 'slow', second: 'quick' });
  await cloud.stop();
});

test('one broken branch fails the state, which is tried again as a whole and then caught', async () => {
  const cloud = statesCloud({
    broken: () => {
      throw new ThingBroken('no');
    },
    slow: async () => (await after(cloud, 60_000), 'slow'),
  });
  const definition = {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Slow', States: { Slow: task('slow') } },
          { StartAt: 'Broken', States: { Broken: task('broken') } },
        ],
        Retry: [{ ErrorEquals: ['ThingBroken'], MaxAttempts: 1, IntervalSeconds: 5 }],
        Catch: [{ ErrorEquals: ['ThingBroken'], ResultPath: '$.error', Next: 'Caught' }],
        Next: 'Caught',
      },
      Caught: { Type: 'Pass', OutputPath: '$.error.Error', End: true },
    },
  };
  const { status, output, executionArn = '' } = await cloud.run(definition, {}, 200_000);
  expect([status, output]).toEqual(['SUCCEEDED', '"ThingBroken"']);
  expect(cloud.invoked).toEqual(['slow', 'broken', 'slow', 'broken']);
  const types = (await cloud.history(executionArn)).map(({ type }) => type);
  expect(types.filter((type) => type === 'ParallelStateFailed')).toHaveLength(2);
  expect(types.filter((type) => type === 'TaskStateAborted')).toHaveLength(2);
  expect(types.filter((type) => type === 'LambdaFunctionScheduled')).toHaveLength(4);
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});

test('a Map inside a Parallel inside a Map', async () => {
  const cloud = statesCloud({ twice: (n) => Number(n) * 2 });
  const inner = {
    Type: 'Map',
    ItemsPath: '$.numbers',
    ItemProcessor: { StartAt: 'T', States: { T: task('twice') } },
    End: true,
  };
  const both = {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'I', States: { I: inner } },
      {
        StartAt: 'W',
        States: {
          W: { Type: 'Wait', SecondsPath: '$.wait', Next: 'L' },
          L: { Type: 'Pass', Parameters: { 'at.$': '$$.Map.Item.Index' }, End: true },
        },
      },
    ],
    End: true,
  };
  const outer = { Type: 'Map', ItemProcessor: { StartAt: 'Both', States: { Both: both } }, End: true };
  const input = [
    { numbers: [1, 2], wait: 3 },
    { numbers: [], wait: 1 },
  ];
  const { status, output } = await cloud.run({ StartAt: 'Outer', States: { Outer: outer } }, input, 5_000);
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toEqual([
    [[2, 4], { at: 0 }],
    [[], { at: 1 }],
  ]);
  await cloud.stop();
});
