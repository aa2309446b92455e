import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { start } from 'serverless-sandbox';
import type { Sandbox } from 'serverless-sandbox';
import { costOf, inParallel } from './cloud/cost.ts';
import { measureCurvePoint } from './cloud/curve.ts';
import type { CurvePoint } from './cloud/curve.ts';
import { openFloor } from './cloud/floor.ts';

/**
 * Measures single operations of the sandbox in CPU ms, all threads of this process, beside a floor in the same run.
 * Usage: node bench/sandbox.ts [--million]: with a table of a million items.
 */
const sizes = [1_000, 10_000, 100_000, ...(process.argv.includes('--million') ? [1_000_000] : [])];
/** Enough that what is measured is the steady state and not the compiler. */
const puts = 20_000;
const executions = 500;
const batches = 200;

const directory = mkdtempSync(join(tmpdir(), 'bench-sandbox-'));
const here = join(import.meta.dirname, 'cloud');
cpSync(join(here, 'template.yaml'), join(directory, 'template.yaml'));
await build({
  entryPoints: [join(here, 'put-function.ts')],
  outfile: join(directory, 'function/app.mjs'),
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'error',
});
const sandbox = await start({
  template: join(directory, 'template.yaml'),
  stackName: 'bench',
  directory: join(directory, 'data'),
});

await measureOperations(sandbox);
await measureCurve(sandbox);
await sandbox.stop();
rmSync(directory, { recursive: true });

async function measureOperations({ clientConfig, connection }: Sandbox): Promise<void> {
  const { Function: FunctionName, Queue: QueueUrl, StateMachine: stateMachineArn } = connection.outputs;
  const floor = openFloor(directory);
  const [lambda, states, queues] = [
    new LambdaClient(clientConfig),
    new SFNClient(clientConfig),
    new SQSClient(clientConfig),
  ];
  const put = async (from: number): Promise<void> => {
    const Payload = JSON.stringify({ from, count: puts });
    await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  };
  const execute = async (count: number): Promise<void> => {
    await inParallel(count, 8, async (index) =>
      states.send(new StartExecutionCommand({ stateMachineArn, input: `{"id":"e${String(index)}"}` })),
    );
    const statusFilter = 'RUNNING';
    while (
      (await states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }))).executions?.length
    )
      await new Promise(setImmediate);
  };
  const tenMessages = async (): Promise<void> => {
    const ids = Array.from({ length: 10 }, (_, index) => String(index));
    const Entries = ids.map((Id) => ({ Id, MessageBody: 'a message' }));
    await queues.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const poll = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await queues.send(poll);
    const done = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: done }));
  };
  const send = (): Promise<void> => inParallel(batches, 4, tenMessages);
  // Once for the compiler, once for the record.
  for (const warmUp of [() => put(0), () => execute(executions), send]) await warmUp();
  print('conditional put through the SDK, from a function', 0.5, {
    cost: await costOf(puts, () => put(puts)),
    floor: await costOf(puts, () => {
      for (let key = 0; key < puts; key += 1) floor.put(String(key));
    }),
  });
  print('execution of four states, its start through the SDK included', 1.5, {
    cost: await costOf(executions, () => execute(executions)),
    floor: await costOf(executions, () => {
      for (let run = 0; run < executions; run += 1) floor.fourSteps();
    }),
  });
  print('message from send to deleted, in batches of ten', 0.3, {
    cost: await costOf(batches * 10, send),
    floor: await costOf(batches * 10, () => {
      for (let batch = 0; batch < batches; batch += 1) floor.tenMessages();
    }),
  });
}

function print(name: string, aim: number, { cost, floor }: { cost: number; floor: number }): void {
  console.log(
    `${name}: ${cost.toFixed(3)} CPU ms (aim ${String(aim)}), floor ${floor.toFixed(3)}, ratio ${(cost / floor).toFixed(1)}`,
  );
}

async function measureCurve({ aws }: Sandbox): Promise<void> {
  const call = async (operation: string, input: object): Promise<unknown> => {
    const answer = await aws({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body: JSON.stringify(input),
    });
    if (answer.status !== 200) throw new RangeError(`${operation}: ${String(answer.body)}`);
    return answer;
  };
  let first: CurvePoint | undefined;
  console.log('CPU ms per operation (and its ratio to the smallest table), on the wire without a socket:');
  for (const size of sizes) {
    const point = await measureCurvePoint(call, size);
    first ??= point;
    const cells = (['get', 'put', 'query'] as const).map((name) => {
      const ratio = point[name] / (first?.[name] ?? NaN);
      return `${name} ${point[name].toFixed(3)} (${ratio.toFixed(2)})`;
    });
    console.log(`${String(size).padStart(9)} items: ${cells.join(', ')}`);
  }
}
