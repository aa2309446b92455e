import { fileURLToPath } from 'node:url';
import { FilterLogEventsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { start, virtualClock } from '../index.ts';
import type { Sandbox, StartOptions, VirtualClock } from '../index.ts';

const template = fileURLToPath(new URL('./replay/template.yaml', import.meta.url));
const begun = Date.UTC(2024, 0, 1);

/** The work sandbox on a clock of its own, without sockets, its function in this realm. */
function replayed(clock: VirtualClock, options: Partial<StartOptions> = {}): Promise<Sandbox> {
  return start({ template, stackName: 'work', functions: 'in-realm', seed: 7, clock, ...options });
}

async function begin(sandbox: Sandbox, failures: number): Promise<string> {
  const input = JSON.stringify({ thing: 'kite', failures });
  const { executionArn = '' } = await new SFNClient(sandbox.clientConfig).send(
    new StartExecutionCommand({ stateMachineArn: sandbox.connection.outputs['Machine'], name: 'one', input }),
  );
  return executionArn;
}

async function ending(sandbox: Sandbox, executionArn: string) {
  const { status, output = 'null' } = await new SFNClient(sandbox.clientConfig).send(
    new DescribeExecutionCommand({ executionArn }),
  );
  return { status, output: JSON.parse(output) as unknown };
}

/** Plays one run to its end; what is stored then. */
async function run(seed: number, isShuffled = false): Promise<Buffer> {
  const { seededRandom } = await import('../index.ts');
  const clock = virtualClock({ start: begun, ...(isShuffled ? { order: seededRandom(seed) } : {}) });
  const sandbox = await replayed(clock, { seed });
  await begin(sandbox, 2);
  await clock.advance(700_000);
  const image = Buffer.from(sandbox.image());
  sandbox.abandon();
  return image;
}

it('runs a retry schedule of ten minutes in a moment', async () => {
  const clock = virtualClock({ start: begun });
  const sandbox = await replayed(clock);
  const executionArn = await begin(sandbox, 3);
  const real = performance.now();
  await clock.advance(599_000);
  expect(await ending(sandbox, executionArn)).toMatchObject({ status: 'RUNNING' });
  await clock.advance(2_000);
  expect(performance.now() - real).toBeLessThan(5_000);
  expect(await ending(sandbox, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    output: { thing: 'kite', at: begun + 601_000 },
  });
  sandbox.abandon();
});

it('stores the same bytes for the same template, input and seed, in whatever order things happen', async () => {
  expect((await run(1)).equals(await run(1))).toBe(true);
  expect((await run(1, true)).equals(await run(1, true))).toBe(true);
  expect((await run(1)).equals(await run(2))).toBe(false);
});

it('goes on from an image where a kill cut it off, as if it had been away for a while', async () => {
  const clock = virtualClock({ start: begun });
  const sandbox = await replayed(clock);
  const executionArn = await begin(sandbox, 1);
  await clock.advance(100_000);
  sandbox.abandon();
  // The next process begins with a function that has not been called yet, so its first attempt fails again.
  const next = await replayed(clock, { image: sandbox.image() });
  await clock.advance(500_000);
  expect(await ending(next, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  const { Messages = [] } = await new SQSClient(next.clientConfig).send(
    new ReceiveMessageCommand({ QueueUrl: next.connection.outputs['Queue'] }),
  );
  expect(Messages).toHaveLength(1);
  next.abandon();
});

it('gives a function its own environment and puts what it prints into its log, at the time of the clock', async () => {
  const clock = virtualClock({ start: begun });
  const sandbox = await replayed(clock);
  await begin(sandbox, 0);
  await clock.advance(2_000);
  expect(process.env['GREETING']).toBeUndefined();
  const { events = [] } = await new CloudWatchLogsClient(sandbox.clientConfig).send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/work-WorkFunction', filterPattern: 'attempt' }),
  );
  expect(events.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^2024-01-01T00:00:00\.\d+Z\t[0-9a-f-]{36}\tINFO\tattempt 1 for somebody\n$/),
  ]);
  sandbox.abandon();
});

it('refuses to run functions in the realm on the machine’s clock', async () => {
  await expect(start({ template, stackName: 'work', functions: 'in-realm' })).rejects.toThrow(
    'virtualClock()',
  );
});
