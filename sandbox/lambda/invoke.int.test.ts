import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

let cloud: FunctionCloud;
let client: LambdaClient;

beforeAll(() => {
  cloud = functionCloud();
  client = new LambdaClient(cloud.clientConfig);
});

afterAll(async () => {
  await cloud.stop();
});

async function invoke(
  name: string,
  event: unknown = {},
): Promise<{ answer: InvokeCommandOutput; payload: unknown }> {
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' });
  const answer = await client.send(command);
  return { answer, payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()) };
}

function tailOf(answer: InvokeCommandOutput): string {
  return Buffer.from(answer.LogResult ?? '', 'base64').toString();
}

describe('Invoke', () => {
  it('hands the event and the context to the handler and answers its result', async () => {
    await cloud.addFunction(
      'echo',
      `export const handler = async (event, context) => ({
        event, name: context.functionName, arn: context.invokedFunctionArn, id: context.awsRequestId,
        left: context.getRemainingTimeInMillis(), limit: context.memoryLimitInMB });`,
      { Timeout: 5, MemorySize: 256 },
    );
    const { answer, payload } = await invoke('echo', { thing: 1 });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(payload).toMatchObject({
      event: { thing: 1 },
      name: 'echo',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:echo',
      limit: '256',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(payload).toHaveProperty('left', expect.closeTo(5_000, -3));
  });

  it('prints START, the lines of the function, END and REPORT, with the start-up on the first event only', async () => {
    await cloud.addFunction(
      'talk',
      `console.log('loading');
       export const handler = async () => {
         console.warn('two', { lines: 2 });
         process.stdout.write('{"direct":true}\\npart');
         process.stdout.write('ial\\n');
         return null; };`,
    );
    const first = tailOf((await invoke('talk')).answer).split('\n');
    expect(first).toEqual([
      expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/),
      expect.stringMatching(/\tundefined\tINFO\tloading$/),
      expect.stringMatching(/^\d{4}-.*Z\t[0-9a-f-]{36}\tWARN\ttwo { lines: 2 }$/),
      '{"direct":true}',
      'partial',
      expect.stringMatching(/^END RequestId: [0-9a-f-]{36}$/),
      expect.stringMatching(
        /^REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
      ),
      '',
    ]);
    const second = tailOf((await invoke('talk')).answer);
    expect(second).not.toContain('Init Duration');
    expect(second).not.toContain('loading');
    await cloud.ground.store.write(() => undefined);
    expect(cloud.logged.filter((entry) => entry.group === '/aws/lambda/talk')).toHaveLength(2);
  });

  it('answers a thrown error by its name (F04)', async () => {
    await cloud.addFunction(
      'throw',
      `class OutOfWidgets extends Error { name = 'OutOfWidgets'; }
       export const handler = async () => { throw new OutOfWidgets('none left'); };`,
    );
    const { answer, payload } = await invoke('throw');
    expect(answer.FunctionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'OutOfWidgets', errorMessage: 'none left' });
    expect(payload).toHaveProperty('trace', expect.arrayContaining(['OutOfWidgets: none left']));
    expect(tailOf(answer)).toContain('ERROR\tInvoke Error \t{"errorType":"OutOfWidgets"');
  });

  it.each([
    { name: 'exit', work: 'process.exit(3)', type: 'Runtime.ExitError', message: /error: exit status 3$/ },
    {
      name: 'leave',
      work: 'process.exit(0)',
      type: 'Runtime.ExitError',
      message: /without providing a reason$/,
    },
    {
      name: 'leak',
      work: 'const all = []; for (;;) all.push({ more: all.length })',
      type: 'Runtime.OutOfMemory',
      message: /error: signal: killed$/,
    },
    {
      name: 'hoard',
      work: 'const all = []; for (;;) all.push(Buffer.alloc(1_000_000, 1))',
      type: 'Runtime.OutOfMemory',
      message: /error: signal: killed$/,
    },
    {
      name: 'reject',
      work: `Promise.reject(new Error('lost')); await new Promise(() => {})`,
      type: 'Runtime.UnhandledPromiseRejection',
      message: /^Error: lost$/,
    },
    {
      name: 'burst',
      work: `setTimeout(() => { throw new TypeError('late') }); await new Promise(() => {})`,
      type: 'TypeError',
      message: /^late$/,
    },
  ])(
    'names the end of a function that does $name, keeps its lines and replaces it (F04, F05)',
    async ({ name, work, type, message }) => {
      await cloud.addFunction(
        name,
        `export const handler = async (event) => { if (event.well) return 'well'; console.log('last words'); ${work}; };`,
        { Timeout: 20 },
      );
      const { answer, payload } = await invoke(name);
      expect(payload).toMatchObject({ errorType: type, errorMessage: expect.stringMatching(message) });
      expect(answer.FunctionError).toBe('Unhandled');
      expect(tailOf(answer)).toContain('last words');
      expect((await invoke(name, { well: true })).payload).toBe('well');
    },
  );

  it('ends a spinning function at its time limit and keeps what it printed (F06)', async () => {
    await cloud.addFunction(
      'spin',
      `export const handler = async () => { console.log('spinning'); for (;;); };`,
      {
        Timeout: 1,
      },
    );
    const { answer, payload } = await invoke('spin');
    expect(payload).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/,
      ),
    });
    expect(tailOf(answer)).toMatch(
      /spinning\n.*Task timed out after 1.00 seconds\n\nEND .*\nREPORT .*Status: timeout/,
    );
  });

  it('keeps what was written without a line end, over a kill of the worker as well (F06)', async () => {
    await cloud.addFunction(
      'half',
      `export const handler = async ({ spins }) => { process.stdout.write('half'); while (spins); return null; };`,
      { Timeout: 1 },
    );
    const whole = tailOf((await invoke('half', { spins: false })).answer);
    expect(whole.split('\n')[1]).toBe('half');
    const killed = tailOf((await invoke('half', { spins: true })).answer);
    expect(killed.split('\n')[1]).toBe('half');
  });

  it('answers why a bundle cannot be loaded', async () => {
    await cloud.addFunction('broken', `throw new RangeError('at load');`);
    await cloud.addFunction('nameless', `export const other = 1;`);
    await cloud.addFunction('missing', `export const handler = 1;`, { Handler: 'absent.handler' });
    await cloud.addFunction('old', `export const handler = (event, context, callback) => callback(null, 1);`);
    expect((await invoke('old')).payload).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' });
    expect((await invoke('broken')).payload).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'at load',
    });
    expect((await invoke('nameless')).payload).toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'app.handler is undefined or not exported',
    });
    expect((await invoke('missing')).payload).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: `Error: Cannot find module 'absent'`,
    });
  });

  it('gives a function its own variables and none of the process around it', async () => {
    await cloud.addFunction('env', 'export const handler = async () => process.env;', {
      Environment: { Variables: { COLOUR: 'red', COUNT: 3 } },
      TracingConfig: { Mode: 'Active' },
    });
    const { payload } = await invoke('env');
    expect(payload).toMatchObject({
      COLOUR: 'red',
      COUNT: '3',
      AWS_LAMBDA_FUNCTION_NAME: 'env',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/,
      ),
    });
    expect(payload).not.toHaveProperty('HOME');
    expect(payload).not.toHaveProperty('PATH');
  });

  it('counts invocations, errors and durations by function', async () => {
    await cloud.addFunction(
      'counted',
      `export const handler = async (event) => { if (event.bad) throw new Error('bad'); };`,
    );
    await invoke('counted');
    await invoke('counted', { bad: true });
    await cloud.ground.store.write(() => undefined);
    const own = cloud.metrics.filter((datum) => datum.dimensions['FunctionName'] === 'counted');
    const sum = (name: string): number =>
      own.filter((datum) => datum.name === name).reduce((total, datum) => total + datum.value, 0);
    expect([sum('Invocations'), sum('Errors'), sum('Throttles')]).toEqual([2, 1, 0]);
    expect(own.filter((datum) => datum.name === 'Duration')).toHaveLength(2);
  });

  it('refuses more events at a time than are reserved', async () => {
    await cloud.addFunction(
      'few',
      'export const handler = () => new Promise((done) => setTimeout(done, 200));',
      {
        ReservedConcurrentExecutions: 1,
      },
    );
    const impatient = new LambdaClient({ ...cloud.clientConfig, maxAttempts: 1 });
    const running = impatient.send(new InvokeCommand({ FunctionName: 'few' }));
    await expect(impatient.send(new InvokeCommand({ FunctionName: 'few' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect((await running).StatusCode).toBe(200);
  });

  it('refuses unknown functions, broken events and events that are too large', async () => {
    await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
    });
    await cloud.addFunction('any', 'export const handler = async () => 1;');
    await expect(client.send(new InvokeCommand({ FunctionName: 'any', Payload: '{' }))).rejects.toMatchObject(
      {
        name: 'InvalidRequestContentException',
      },
    );
    const large = JSON.stringify('x'.repeat(6_291_456));
    await expect(
      client.send(new InvokeCommand({ FunctionName: 'any', Payload: large })),
    ).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
    const dryRun = new InvokeCommand({ FunctionName: 'any', InvocationType: 'DryRun' });
    await expect(client.send(dryRun)).rejects.toThrow(/InvocationType/);
    const ClientContext = Buffer.from('{}').toString('base64');
    await expect(client.send(new InvokeCommand({ FunctionName: 'any', ClientContext }))).rejects.toThrow(
      /ClientContext: not supported/,
    );
  });
});
