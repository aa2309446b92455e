import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JsonObject } from '../kernel/json.ts';
import { createSqs } from '../sqs/service.ts';
import { functionCloud } from './testing.ts';
import type { FunctionCloud } from './testing.ts';

const region = 'us-east-1';
const queueArn = `arn:aws:sqs:${region}:000000000000:things`;
/** A function that prints its event as one line and answers what the event's first body asks for. */
const printer = `export const handler = async (event) => {
  process.stdout.write(JSON.stringify(event) + '\\n');
  const failures = event.Records.filter((record) => record.body.startsWith('bad'));
  if (event.Records.some((record) => record.body === 'throw')) throw new Error('asked to');
  return { batchItemFailures: failures.map((record) => ({ itemIdentifier: record.messageId })) }; };`;

let cloud: FunctionCloud;
let client: SQSClient;
let url: string | undefined;

beforeEach(async () => {
  cloud = functionCloud({
    beside: (ground) => {
      const sqs = createSqs(ground);
      return { rooms: [sqs], deps: { queues: sqs.pollers } };
    },
  });
  client = new SQSClient(cloud.clientConfig);
  const Attributes = { VisibilityTimeout: '1' };
  url = (await client.send(new CreateQueueCommand({ QueueName: 'things', Attributes }))).QueueUrl;
  await cloud.addFunction('reader', printer, { Timeout: 5 });
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
}

async function map(properties: JsonObject = {}): Promise<void> {
  const names = { FunctionName: 'reader', EventSourceArn: queueArn };
  await cloud.provision('AWS::Lambda::EventSourceMapping', 'Things', { ...names, ...properties });
}

interface SqsEvent {
  readonly Records: readonly {
    readonly body: string;
    readonly attributes: Readonly<Record<string, string>>;
  }[];
}

function events(): SqsEvent[] {
  const lines = cloud.logged.flatMap((entry) => entry.messages.map((line) => line.message));
  return lines.filter((line) => line.startsWith('{"Records"')).map((line) => JSON.parse(line) as SqsEvent);
}

async function left(): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
}

it('hands messages over as AWS does and deletes what was handled', async () => {
  const Attributes = { VisibilityTimeout: '30' };
  await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  await client.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: 'first',
      MessageAttributes: { colour: { DataType: 'String', StringValue: 'red' } },
    }),
  );
  await map();
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000);
  expect(events()).toEqual([
    {
      Records: [
        {
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          receiptHandle: expect.any(String),
          body: 'first',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: '8b04d5e3775d298e78455efc5ca404d5',
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: region,
        },
      ],
    },
  ]);
});

it('leaves exactly the reported failures to their visibility timeout (F29)', async () => {
  await send('good', 'bad', 'good too');
  await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await vi.waitFor(() => expect(events().length).toBeGreaterThanOrEqual(2), 10_000);
  expect(
    events()[0]
      ?.Records.map((record) => record.body)
      .sort(),
  ).toEqual(['bad', 'good', 'good too']);
  expect(
    events()[1]?.Records.map((record) => [record.body, record.attributes['ApproximateReceiveCount']]),
  ).toEqual([['bad', '2']]);
});

it('returns the whole batch when the function throws (F04, F29)', async () => {
  await send('throw', 'other');
  await map();
  await vi.waitFor(
    () => expect(events().flatMap((event) => event.Records).length).toBeGreaterThanOrEqual(4),
    10_000,
  );
  expect(await left()).toBe(2);
});

it('gathers a batch for as long as its window is open', async () => {
  await map({ BatchSize: 3, MaximumBatchingWindowInSeconds: 60 });
  await send('one');
  await send('two');
  await send('three');
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000);
  expect(events().map((event) => event.Records.length)).toEqual([3]);
});

it('drops what no filter wants without calling the function', async () => {
  await map({ FilterCriteria: { Filters: [{ Pattern: '{"body":["wanted"]}' }] } });
  await send('wanted', 'other');
  await vi.waitFor(async () => expect(await left()).toBe(0), 10_000);
  expect(events().flatMap((event) => event.Records.map((record) => record.body))).toEqual(['wanted']);
});

it('gives back what it gathered when it stops', async () => {
  await map({ BatchSize: 5, MaximumBatchingWindowInSeconds: 60 });
  await send('held');
  const attributes = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  await vi.waitFor(async () =>
    expect((await client.send(attributes)).Attributes?.['ApproximateNumberOfMessages']).toBe('0'),
  );
  await cloud.lambda.stop?.();
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: url }));
  expect(Messages?.[0]?.Body).toBe('held');
});
