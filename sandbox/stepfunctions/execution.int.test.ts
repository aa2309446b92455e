import { expect, test } from 'vitest';
import { statesCloud } from './testing.ts';

test('a task, a wait and a map lead from input to output, with the history that AWS gives', async () => {
  const cloud = statesCloud({ double: (payload) => (payload as { n: number }).n * 2 });
  const definition = {
    StartAt: 'Double',
    States: {
      Double: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'double', Payload: { 'n.$': '$.n' } },
        ResultSelector: { 'value.$': '$.Payload' },
        ResultPath: '$.doubled',
        TimeoutSeconds: 30,
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
        ResultPath: '$.each',
        End: true,
      },
    },
  };
  const { status, output, executionArn = '' } = await cloud.run(definition, { n: 21, items: [1, 2] }, 61_000);
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toEqual({ n: 21, items: [1, 2], doubled: { value: 42 }, each: [1, 2] });
  const history = await cloud.history(executionArn);
  expect(history.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`)).toEqual([
    '1 0 ExecutionStarted',
    '2 0 TaskStateEntered',
    '3 2 TaskScheduled',
    '4 3 TaskStarted',
    '5 4 TaskSucceeded',
    '6 5 TaskStateExited',
    '7 6 WaitStateEntered',
    '8 7 WaitStateExited',
    '9 8 MapStateEntered',
    '10 9 MapStateStarted',
    '11 10 MapIterationStarted',
    '12 10 MapIterationStarted',
    '13 11 PassStateEntered',
    '14 13 PassStateExited',
    '15 14 MapIterationSucceeded',
    '16 12 PassStateEntered',
    '17 16 PassStateExited',
    '18 17 MapIterationSucceeded',
    '19 18 MapStateSucceeded',
    '20 18 MapStateExited',
    '21 20 ExecutionSucceeded',
  ]);
  expect(cloud.faults).toEqual([]);
  await cloud.stop();
});
