import { expect, test } from 'vitest';
import type { Json } from '../kernel/json.ts';
import { statesCloud } from './testing.ts';

const task = (Next?: string): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'step', Payload: { 'id.$': '$.id', 'run.$': '$$.Execution.Name' } },
  ResultPath: null,
  TimeoutSeconds: 30,
  Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3, JitterStrategy: 'FULL' }],
  ...(Next === undefined ? { End: true } : { Next }),
});

test('an execution of four tasks costs at most 1.5 ms of CPU', async () => {
  const cloud = statesCloud({ step: () => ({ ok: true }) });
  const States = { A: task('B'), B: task('C'), C: task('D'), D: task() };
  const stateMachineArn = await cloud.create('four', { StartAt: 'A', States });
  const round = async (count: number): Promise<number> => {
    const before = process.cpuUsage();
    const ended = cloud.metrics.length;
    const input = { stateMachineArn, input: '{"id":"d0d6b1d8-6a4f-4a4e-9a4c-0d7c4d5a3f10"}' };
    const call = { service: 'states', operation: 'StartExecution', input, caller: { principal: 'test' } };
    await cloud.settled(Promise.all(Array.from({ length: count }, () => cloud.ground.call(call))));
    // Three metrics for each execution: started, succeeded, its time.
    while (cloud.metrics.length < ended + 3 * count) await cloud.clock.settle();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / count;
  };
  await round(200);
  const cost = Math.min(await round(300), await round(300), await round(300));
  expect(cost).toBeLessThan(1.5);
  expect(cloud.invoked).toHaveLength(4 * 1_100);
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});
