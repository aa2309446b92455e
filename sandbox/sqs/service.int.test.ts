import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { Message, ReceiveMessageCommandInput } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { virtualClock } from '../kernel/virtual-clock.ts';
import type { VirtualClock } from '../kernel/virtual-clock.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSqs } from './service.ts';
import type { Sqs } from './service.ts';

let clock: VirtualClock;
let cloud: TestCloud;
let sqs: Sqs;
let client: SQSClient;
let things: string;

beforeEach(async () => {
  clock = virtualClock();
  cloud = testCloud({
    clock,
    rooms: (ground) => {
      sqs = createSqs(ground);
      return [sqs];
    },
  });
  client = new SQSClient(cloud.clientConfig);
  things = await create('things');
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual([]);
});

async function create(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl ?? '';
}

async function send(MessageBody: string, QueueUrl = things): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function receive(input: Partial<ReceiveMessageCommandInput> = {}): Promise<readonly Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: things,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...input,
    }),
  );
  return Messages;
}

async function one(QueueUrl = things): Promise<Message> {
  const [message] = await receive({ QueueUrl });
  if (message === undefined) throw new TypeError('the queue is empty');
  return message;
}

function gauges(): Record<string, number> {
  return Object.fromEntries(
    sqs
      .gauges()
      .filter(({ dimensions }) => dimensions['QueueName'] === 'things')
      .map(({ name, value }) => [name.replace('Approximate', ''), value]),
  );
}

describe('queues', () => {
  test('are created once, found, listed, and deleted', async () => {
    expect(things).toBe('http://127.0.0.1:4566/000000000000/things');
    expect(await create('things')).toBe(things);
    await expect(create('things', { DelaySeconds: '5' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
    const links = await create('links');
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toEqual([links, things]);
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'li' }))).QueueUrls).toEqual([links]);
    await client.send(new DeleteQueueCommand({ QueueUrl: links }));
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'links' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    expect(await create('links')).toBe(links);
  });

  test('are found by the path of a URL, whatever its host', async () => {
    await send('hello', 'https://sqs.us-east-1.amazonaws.com/000000000000/things');
    expect(await receive({ QueueUrl: 'http://localhost:1/000000000000/things' })).toHaveLength(1);
    await expect(send('hello', 'http://localhost/111111111111/things')).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  test('show defaults and changed attributes', async () => {
    await client.send(
      new SetQueueAttributesCommand({ QueueUrl: things, Attributes: { VisibilityTimeout: '69' } }),
    );
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: things, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:things',
      VisibilityTimeout: '69',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      ApproximateNumberOfMessages: '0',
      CreatedTimestamp: '1705314600',
    });
    const set = (Attributes: Record<string, string>): Promise<unknown> =>
      client.send(new SetQueueAttributesCommand({ QueueUrl: things, Attributes }));
    await expect(set({ Nonsense: '1' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    await expect(set({ toString: '1' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    await expect(set({ KmsMasterKeyId: 'k' })).rejects.toMatchObject({ name: 'InvalidAttributeName' });
    await expect(set({ VisibilityTimeout: '43201' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
    });
  });

  test('refuse FIFO by name', async () => {
    await expect(create('things.fifo', { FifoQueue: 'true' })).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: 'things.fifo: the sandbox does not support FIFO queues.',
    });
  });

  test('carry no tags: the operations are refused by name, as is what only older clients speak', async () => {
    const tag = new TagQueueCommand({ QueueUrl: things, Tags: { colour: 'red' } });
    await expect(client.send(tag)).rejects.toThrow('TagQueue');
    const attempt = { QueueUrl: things, ReceiveRequestAttemptId: 'x' };
    await expect(client.send(new ReceiveMessageCommand(attempt))).rejects.toThrow(
      'ReceiveRequestAttemptId: not supported by the sandbox',
    );
  });
});

describe('messages', () => {
  test('travel with attributes, trace header and system attributes, digests checked by the SDK', async () => {
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: things,
        MessageBody: 'Grüße',
        MessageAttributes: {
          Foo: { DataType: 'String', StringValue: 'Bar' },
          'Size.Small': { DataType: 'Number', StringValue: '1.5' },
        },
        MessageSystemAttributes: {
          AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
        },
      }),
    );
    const [message] = await receive({ MessageAttributeNames: ['Size.*', 'Foo'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'Grüße',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: { Foo: { DataType: 'String', StringValue: 'Bar' } },
      Attributes: {
        SenderId: '000000000000',
        SentTimestamp: '1705314600000',
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: '1705314600000',
        AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
      },
    });
  });

  test('come back after the visibility timeout with a raised count, and not after a delete', async () => {
    await send('again');
    await receive();
    expect(await receive()).toEqual([]);
    await clock.advance(30_000);
    const second = await one();
    expect(second.Attributes).toMatchObject({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: '1705314600000',
    });
    await client.send(new DeleteMessageCommand({ QueueUrl: things, ReceiptHandle: second.ReceiptHandle }));
    await clock.advance(60_000);
    expect(await receive()).toEqual([]);
  });

  test('are not deleted by an older receipt handle', async () => {
    await send('again');
    const first = await one();
    await clock.advance(30_000);
    await receive();
    await client.send(new DeleteMessageCommand({ QueueUrl: things, ReceiptHandle: first.ReceiptHandle }));
    await clock.advance(30_000);
    expect(await receive()).toHaveLength(1);
    await expect(
      client.send(new DeleteMessageCommand({ QueueUrl: things, ReceiptHandle: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  });

  test('are hidden longer, or shown at once, by ChangeMessageVisibility', async () => {
    await send('hold');
    const { ReceiptHandle } = await one();
    const change = (VisibilityTimeout: number): Promise<unknown> =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl: things, ReceiptHandle, VisibilityTimeout }));
    await change(100);
    await clock.advance(99_000);
    expect(await receive()).toEqual([]);
    await change(0);
    expect(await receive()).toHaveLength(1);
    await expect(change(10)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('are not hidden again by a receipt handle whose visibility timeout ran out', async () => {
    await send('late');
    const { ReceiptHandle } = await one();
    await clock.advance(31_000);
    const late = { QueueUrl: things, ReceiptHandle, VisibilityTimeout: 100 };
    const changed = client.send(new ChangeMessageVisibilityCommand(late));
    await expect(changed).rejects.toThrow('not available for visibility timeout change');
    expect(await receive()).toHaveLength(1);
  });

  test('cannot be hidden longer than twelve hours in all', async () => {
    await send('hold');
    const { ReceiptHandle } = await one();
    await clock.advance(10_000);
    await expect(
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: things, ReceiptHandle, VisibilityTimeout: 43_200 }),
      ),
    ).rejects.toThrow('Total VisibilityTimeout for the message is beyond the limit [43200 seconds].');
  });

  test('wait for their delay, and go when their retention ends', async () => {
    await client.send(
      new SetQueueAttributesCommand({
        QueueUrl: things,
        Attributes: { DelaySeconds: '10', MessageRetentionPeriod: '60' },
      }),
    );
    await send('queue delay');
    await client.send(new SendMessageCommand({ QueueUrl: things, MessageBody: 'none', DelaySeconds: 0 }));
    expect((await receive({ VisibilityTimeout: 0 })).map(({ Body }) => Body)).toEqual(['none']);
    expect(gauges()).toMatchObject({ NumberOfMessagesDelayed: 1, NumberOfMessagesVisible: 1 });
    await clock.advance(10_000);
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(2);
    await clock.advance(50_000);
    expect(gauges()).toMatchObject({ NumberOfMessagesVisible: 0, AgeOfOldestMessage: 0 });
    expect(await receive()).toEqual([]);
  });

  test('are refused where they are empty, too long or carry forbidden characters', async () => {
    await expect(send('a'.repeat(1_048_577))).rejects.toThrow('Message must be shorter than 1048576 bytes.');
    await expect(send('bell \u0007')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: things, MessageBody: undefined })),
    ).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter MessageBody.',
    });
    await send('a'.repeat(1_048_576));
  });

  test('are purged', async () => {
    await send('gone');
    await client.send(new PurgeQueueCommand({ QueueUrl: things }));
    expect(await receive()).toEqual([]);
  });
});

describe('batches', () => {
  test('fail entry by entry', async () => {
    const { Successful, Failed } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: things,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'bad', MessageBody: 'x', DelaySeconds: 901 },
        ],
      }),
    );
    expect(Successful).toMatchObject([{ Id: 'good' }]);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
    const { ReceiptHandle } = await one();
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: things,
        Entries: [
          { Id: 'a', ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
    });
  });

  test.each([
    ['none', [], 'EmptyBatchRequest'],
    [
      'eleven',
      Array.from({ length: 11 }, (_, at) => ({ Id: `m${at}`, MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
    ],
    ['a bad id', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    ['the same id twice', [1, 2].map(() => ({ Id: 'a', MessageBody: 'x' })), 'BatchEntryIdsNotDistinct'],
    [
      'over a mebibyte',
      ['a', 'b'].map((Id) => ({ Id, MessageBody: 'x'.repeat(600_000) })),
      'BatchRequestTooLong',
    ],
  ])('are refused whole: %s', async (_case, Entries, name) => {
    await expect(
      client.send(new SendMessageBatchCommand({ QueueUrl: things, Entries })),
    ).rejects.toMatchObject({ name });
    expect(await receive()).toEqual([]);
  });
});

test('gauges respect timeouts without anybody receiving', async () => {
  await send('x');
  await receive();
  expect(gauges()).toMatchObject({ NumberOfMessagesVisible: 0, NumberOfMessagesNotVisible: 1 });
  await clock.advance(31_000);
  expect(gauges()).toEqual({
    NumberOfMessagesVisible: 1,
    NumberOfMessagesNotVisible: 0,
    NumberOfMessagesDelayed: 0,
    AgeOfOldestMessage: 31,
  });
});

test('messages past their retention go, also where nobody receives', async () => {
  const brief = await create('brief', { MessageRetentionPeriod: '60' });
  await send('old', brief);
  await send('kept');
  const bodies = () => cloud.ground.store.all<{ body: string }>('SELECT body FROM sqs_message ORDER BY id');
  expect(bodies()).toEqual([{ body: 'old' }, { body: 'kept' }]);
  await clock.advance(2 * 3_600_000);
  expect(bodies()).toEqual([{ body: 'kept' }]);
});
