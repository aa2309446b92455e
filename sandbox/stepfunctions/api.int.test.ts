import * as sfn from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { roleArn, statesCloud } from './testing.ts';

const pass = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const wait = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 3_600, End: true } } };
const refusal = (name: string) => expect.objectContaining({ name }) as Error;

test('a name gives the same execution while it runs with the same input, and is refused otherwise (F33)', async () => {
  const cloud = statesCloud({});
  const arn = await cloud.create('slow', wait);
  const first = await cloud.begin(arn, { n: 1 }, 'one');
  expect(await cloud.begin(arn, { n: 1 }, 'one')).toBe(first);
  await expect(cloud.begin(arn, { n: 2 }, 'one')).rejects.toThrow(refusal('ExecutionAlreadyExists'));
  await cloud.clock.advance(3_601_000);
  await expect(cloud.begin(arn, { n: 1 }, 'one')).rejects.toThrow(refusal('ExecutionAlreadyExists'));
  await cloud.clock.advance(91 * 86_400_000);
  expect(await cloud.begin(arn, { n: 3 }, 'one')).toBe(first);
  expect((await cloud.history(first))[0]?.executionStartedEventDetails?.input).toBe('{"n":3}');
  await cloud.stop();
});

test.each(['with space', 'a:b', 'a/b', 'a"b', '<a>', 'a\u0007', 'q?', '$x'])(
  'the name %j is refused',
  async (name) => {
    const cloud = statesCloud({});
    const arn = await cloud.create('m', pass);
    await expect(cloud.begin(arn, {}, name)).rejects.toThrow(refusal('InvalidName'));
    await cloud.stop();
  },
);

test('bad starts are refused', async () => {
  const cloud = statesCloud({});
  const stateMachineArn = await cloud.create('m', pass);
  const start = (input: Partial<sfn.StartExecutionInput>) =>
    cloud.settled(cloud.client.send(new sfn.StartExecutionCommand({ stateMachineArn, ...input })));
  await expect(start({ input: '{' })).rejects.toThrow(refusal('InvalidExecutionInput'));
  await expect(start({ input: `"${'x'.repeat(262_143)}"` })).rejects.toThrow(refusal('ValidationException'));
  await expect(start({ name: 'x'.repeat(81) })).rejects.toThrow(refusal('ValidationException'));
  await expect(start({ stateMachineArn: 'nope' })).rejects.toThrow(refusal('InvalidArn'));
  await expect(start({ stateMachineArn: `${stateMachineArn}2` })).rejects.toThrow(
    refusal('StateMachineDoesNotExist'),
  );
  await start({ input: `"${'x'.repeat(262_142)}"` });
  await cloud.stop();
});

test('creating the same again is no error, something else under the name is', async () => {
  const cloud = statesCloud({});
  const arn = await cloud.create('m', pass);
  expect(await cloud.create('m', pass)).toBe(arn);
  await expect(cloud.create('m', wait)).rejects.toThrow(refusal('StateMachineAlreadyExists'));
  await expect(cloud.create('n', { StartAt: 'X', States: {} })).rejects.toThrow(refusal('InvalidDefinition'));
  const express = { name: 'e', roleArn, definition: JSON.stringify(pass), type: 'EXPRESS' as const };
  await expect(cloud.settled(cloud.client.send(new sfn.CreateStateMachineCommand(express)))).rejects.toThrow(
    /STANDARD/,
  );
  await cloud.stop();
});

test('an open execution finishes under the definition that it began with (F39)', async () => {
  const cloud = statesCloud({});
  const stateMachineArn = await cloud.create('m', {
    StartAt: 'A',
    States: {
      A: { Type: 'Wait', Seconds: 60, Next: 'Old' },
      Old: { Type: 'Pass', Result: 'old', End: true },
    },
  });
  const open = await cloud.begin(stateMachineArn);
  const definition = JSON.stringify({
    StartAt: 'New',
    States: { New: { Type: 'Pass', Result: 'new', End: true } },
  });
  const type = cloud.services.flatMap(({ resourceTypes }) => resourceTypes)[0];
  const properties = { StateMachineName: 'm', RoleArn: roleArn, DefinitionString: definition };
  const planned = type?.plan({ stackName: 's', logicalId: 'M', properties });
  await cloud.settled(cloud.ground.store.write(() => planned?.provision()));
  const next = await cloud.begin(stateMachineArn);
  await cloud.clock.advance(61_000);
  expect((await cloud.describe(open)).output).toBe('"old"');
  expect((await cloud.describe(next)).output).toBe('"new"');
  await cloud.stop();
});

test('a deleted machine takes no executions and goes with its last one', async () => {
  const cloud = statesCloud({});
  const stateMachineArn = await cloud.create('m', wait);
  const executionArn = await cloud.begin(stateMachineArn);
  const type = cloud.services.flatMap(({ resourceTypes }) => resourceTypes)[0];
  await cloud.settled(cloud.ground.store.write(() => type?.remove(stateMachineArn)));
  const describe = () =>
    cloud.settled(cloud.client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn })));
  expect((await describe()).status).toBe('DELETING');
  await expect(cloud.begin(stateMachineArn)).rejects.toThrow(refusal('StateMachineDeleting'));
  await cloud.settled(cloud.client.send(new sfn.StopExecutionCommand({ executionArn })));
  await expect(describe()).rejects.toThrow(refusal('StateMachineDoesNotExist'));
  await expect(cloud.describe(executionArn)).rejects.toThrow(refusal('ExecutionDoesNotExist'));
  await cloud.stop();
});

test('a stopped execution is aborted once, with its reason (F35)', async () => {
  const cloud = statesCloud({});
  const executionArn = await cloud.begin(await cloud.create('m', wait));
  const stop = (cause: string) =>
    cloud.settled(
      cloud.client.send(new sfn.StopExecutionCommand({ executionArn, error: 'Operator', cause })),
    );
  const { stopDate } = await stop('because');
  await cloud.clock.advance(7_200_000);
  expect((await stop('again')).stopDate).toEqual(stopDate);
  expect(await cloud.describe(executionArn)).toMatchObject({
    status: 'ABORTED',
    error: 'Operator',
    cause: 'because',
  });
  expect((await cloud.history(executionArn)).map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'ExecutionAborted',
  ]);
  await cloud.stop();
});

test('executions are listed newest first, in pages, by status', async () => {
  const cloud = statesCloud({});
  const stateMachineArn = await cloud.create('m', wait);
  const arns: string[] = [];
  for (let index = 0; index < 5; index += 1) arns.unshift(await cloud.begin(stateMachineArn));
  await cloud.settled(cloud.client.send(new sfn.StopExecutionCommand({ executionArn: arns[1] })));
  const list = async (input: Partial<sfn.ListExecutionsInput>) => {
    const pages: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const command = new sfn.ListExecutionsCommand({
        stateMachineArn,
        ...input,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const page = await cloud.settled(cloud.client.send(command));
      pages.push((page.executions ?? []).map(({ executionArn }) => executionArn));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return pages;
  };
  expect(await list({ maxResults: 2 })).toEqual([arns.slice(0, 2), arns.slice(2, 4), arns.slice(4)]);
  expect(await list({ statusFilter: 'ABORTED' })).toEqual([[arns[1]]]);
  await expect(list({ nextToken: 'forged' })).rejects.toThrow(refusal('InvalidToken'));
  await cloud.stop();
});

test('history is paged in both directions, without data on request', async () => {
  const cloud = statesCloud({});
  const states = Object.fromEntries(
    ['A', 'B', 'C', 'D'].map((name, index) => [
      name,
      { Type: 'Wait', Seconds: 1, ...(index === 3 ? { End: true } : { Next: 'BCD'.charAt(index) }) },
    ]),
  );
  const { executionArn = '' } = await cloud.run({ StartAt: 'A', States: states }, { secret: 1 }, 5_000);
  const pages = async (input: Partial<sfn.GetExecutionHistoryInput>) => {
    const ids: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const command = new sfn.GetExecutionHistoryCommand({
        executionArn,
        maxResults: 3,
        ...input,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const page = await cloud.settled(cloud.client.send(command));
      ids.push(...(page.events ?? []).map(({ id }) => id));
      expect(page.events?.length).toBeLessThanOrEqual(3);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return ids;
  };
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect(await pages({})).toEqual(ids);
  expect(await pages({ reverseOrder: true })).toEqual([...ids].reverse());
  const bare = await cloud.settled(
    cloud.client.send(new sfn.GetExecutionHistoryCommand({ executionArn, includeExecutionData: false })),
  );
  expect(JSON.stringify(bare.events)).not.toContain('secret');
  await cloud.stop();
});

test('machines are listed by name', async () => {
  const cloud = statesCloud({});
  for (const name of ['b', 'a', 'c']) await cloud.create(name, pass);
  const list = (nextToken?: string) =>
    cloud.settled(cloud.client.send(new sfn.ListStateMachinesCommand({ maxResults: 2, nextToken })));
  const first = await list();
  expect(first.stateMachines?.map(({ name }) => name)).toEqual(['a', 'b']);
  const second = await list(first.nextToken);
  expect(second.stateMachines?.map(({ name }) => name)).toEqual(['c']);
  expect(second.nextToken).toBeUndefined();
  await cloud.stop();
});
