import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { PublishCommandInput } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery, Service } from '../kernel/service.ts';
import { virtualClock } from '../kernel/virtual-clock.ts';
import { createMailbox } from '../ses/mailbox.ts';
import type { Mailbox } from '../ses/mailbox.ts';
import { createSqs } from '../sqs/service.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSns } from './service.ts';

let cloud: TestCloud;
let sns: SNSClient;
let sqs: SQSClient;
let mailbox: Mailbox;
let invoked: Delivery[];
let expectedFaults: string[];

const topicArn = 'arn:aws:sns:us-east-1:000000000000:things';
const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queueUrl = (name: string): string => `http://localhost/000000000000/${name}`;

beforeEach(async () => {
  invoked = [];
  expectedFaults = [];
  cloud = testCloud({
    clock: virtualClock(),
    rooms: (ground) => {
      mailbox = createMailbox(ground);
      const lambda: Service = {
        name: 'lambda',
        wire: {},
        operations: [],
        resourceTypes: [],
        receive: (delivery) => invoked.push(delivery),
      };
      return [createSqs(ground), createSns(ground, { mailbox }), lambda];
    },
  });
  sns = new SNSClient(cloud.clientConfig);
  sqs = new SQSClient(cloud.clientConfig);
  await sns.send(new CreateTopicCommand({ Name: 'things' }));
  for (const QueueName of ['one', 'two', 'dead']) await sqs.send(new CreateQueueCommand({ QueueName }));
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults).toEqual(expectedFaults);
});

async function subscribe(
  Protocol: string,
  Endpoint: string,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const command = new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint, Attributes });
  return (await sns.send(command)).SubscriptionArn ?? '';
}

async function publish(input: Partial<PublishCommandInput>): Promise<string> {
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn: topicArn, Message: 'hello', ...input }),
  );
  return MessageId ?? '';
}

async function received(name: string): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(name),
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}

describe('topics', () => {
  test('are created once, shown, listed and deleted with their subscriptions', async () => {
    await subscribe('sqs', queueArn('one'));
    expect(await sns.send(new CreateTopicCommand({ Name: 'things' }))).toMatchObject({ TopicArn: topicArn });
    const set = { TopicArn: topicArn, AttributeName: 'DisplayName', AttributeValue: 'Things & more' };
    await sns.send(new SetTopicAttributesCommand(set));
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    expect(Attributes).toMatchObject({
      TopicArn: topicArn,
      Owner: '000000000000',
      DisplayName: 'Things & more',
      SubscriptionsConfirmed: '1',
    });
    expect(JSON.parse(Attributes?.['Policy'] ?? '')).toMatchObject({ Id: '__default_policy_ID' });
    await expect(
      sns.send(new CreateTopicCommand({ Name: 'things', Attributes: { DisplayName: 'other' } })),
    ).rejects.toThrow('Invalid parameter: Attributes Reason: Topic already exists with different attributes');
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
    await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
    await expect(publish({})).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  test('refuse what the sandbox does not do as SNS refuses an action, so that the SDK shows the sentence', async () => {
    const tag = new TagResourceCommand({ ResourceArn: topicArn, Tags: [{ Key: 'colour', Value: 'red' }] });
    await expect(sns.send(tag)).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'The sandbox does not support sns:TagResource; see docs/sandbox.md for what it does.',
    });
  });

  test('are found by their whole ARN: a name in another place is another topic', async () => {
    for (const other of [
      topicArn.replace('us-east-1', 'eu-west-1'),
      topicArn.replace('000000000000', '111111111111'),
      topicArn.replace(':sns:', ':sqs:'),
    ]) {
      await sns.send(new DeleteTopicCommand({ TopicArn: other }));
      await expect(publish({ TopicArn: other })).rejects.toThrow('Topic does not exist');
    }
    expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
  });

  test('refuse FIFO and unknown attributes by name', async () => {
    await expect(sns.send(new CreateTopicCommand({ Name: 'things.fifo' }))).rejects.toThrow(
      'Invalid parameter: things.fifo (FIFO topics): not supported by the sandbox',
    );
    const set = { TopicArn: topicArn, AttributeName: 'DeliveryPolicy', AttributeValue: '{}' };
    await expect(sns.send(new SetTopicAttributesCommand(set))).rejects.toThrow(
      'DeliveryPolicy: not supported',
    );
  });
});

describe('subscriptions', () => {
  test('are made once, shown, changed, listed and removed', async () => {
    const arn = await subscribe('sqs', queueArn('one'), { RawMessageDelivery: 'true' });
    expect(await subscribe('sqs', queueArn('one'))).toBe(arn);
    await expect(subscribe('sqs', queueArn('one'), { RawMessageDelivery: 'false' })).rejects.toThrow(
      'Subscription already exists with different attributes',
    );
    const policy = '{"kind":["a"]}';
    const set = { SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue: policy };
    await sns.send(new SetSubscriptionAttributesCommand(set));
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    expect(Attributes).toEqual({
      SubscriptionArn: arn,
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn('one'),
      Owner: '000000000000',
      SubscriptionPrincipal: 'arn:aws:iam::000000000000:root',
      ConfirmationWasAuthenticated: 'true',
      PendingConfirmation: 'false',
      RawMessageDelivery: 'true',
      FilterPolicy: policy,
      FilterPolicyScope: 'MessageAttributes',
    });
    const byTopic = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(byTopic.Subscriptions).toMatchObject([{ SubscriptionArn: arn, Owner: '000000000000' }]);
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    await publish({});
    expect(await received('one')).toEqual([]);
  });

  test.each([
    ['https', 'https://example.com', 'Protocol https: not supported by the sandbox'],
    ['sqs', queueUrl('one'), 'Invalid parameter: SQS endpoint ARN'],
    ['sms', 'NAA+15551234567', 'Invalid SMS endpoint: NAA+15551234567'],
    ['pigeon', 'x', 'does not support this protocol string: pigeon'],
  ])('refuse %s to %s', async (protocol, endpoint, message) => {
    await expect(subscribe(protocol, endpoint)).rejects.toThrow(message);
  });
});

describe('deliveries', () => {
  test('to a queue come in an envelope as AWS writes it', async () => {
    const arn = await subscribe('sqs', queueArn('one'));
    const MessageId = await publish({
      Subject: 'A subject',
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'a' },
        bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(2, 3, 4) },
      },
    });
    const [message] = await received('one');
    expect(message?.MessageAttributes).toBeUndefined();
    expect(message?.Body).toContain('{\n  "Type" : "Notification",\n  "MessageId" : "');
    const envelope: unknown = JSON.parse(message?.Body ?? '');
    expect(Object.keys(envelope as object)).toEqual([
      'Type',
      'MessageId',
      'TopicArn',
      'Subject',
      'Message',
      'Timestamp',
      'SignatureVersion',
      'Signature',
      'SigningCertURL',
      'UnsubscribeURL',
      'MessageAttributes',
    ]);
    expect(envelope).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn: topicArn,
      Subject: 'A subject',
      Message: 'hello',
      Timestamp: '2024-01-15T10:30:00.000Z',
      SigningCertURL: 'http://127.0.0.1:4566/SimpleNotificationService-unsigned.pem',
      MessageAttributes: { kind: { Type: 'String', Value: 'a' }, bytes: { Type: 'Binary', Value: 'AgME' } },
    });
    const { UnsubscribeURL } = envelope as { UnsubscribeURL: string };
    expect(UnsubscribeURL).toContain(arn);
    // It is a link: whoever opens it in a browser gets no more.
    const path = UnsubscribeURL.replace('http://127.0.0.1:4566', '');
    expect(await cloud.handle({ method: 'GET', path, headers: {}, body: '' })).toMatchObject({ status: 200 });
    await publish({});
    expect(await received('one')).toEqual([]);
  });

  test('to a queue come raw, with attributes and the trace of the publisher', async () => {
    await subscribe('sqs', queueArn('one'), { RawMessageDelivery: 'true' });
    const client = new SNSClient(cloud.clientConfig);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, {
          'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3f',
        });
        return next(args);
      },
      { step: 'build' },
    );
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: 'raw',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } },
      }),
    );
    expect(await received('one')).toMatchObject([
      {
        Body: 'raw',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } },
        Attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3f', SenderId: 'sns.amazonaws.com' },
      },
    ]);
  });

  test('to a function come as its event, on behalf of the topic', async () => {
    const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:fn';
    const arn = await subscribe('lambda', lambda);
    await publish({});
    expect(invoked).toMatchObject([
      { target: lambda, caller: { principal: 'sns.amazonaws.com', sourceArn: topicArn } },
    ]);
    expect(JSON.parse(invoked[0]?.body ?? '')).toMatchObject({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          EventSubscriptionArn: arn,
          Sns: { Type: 'Notification', Subject: null, Message: 'hello', MessageAttributes: {} },
        },
      ],
    });
  });

  test('to people land in the mailbox', async () => {
    await subscribe('email', 'ann@example.com');
    await subscribe('sms', '+15550100');
    await publish({ Subject: 'News', Message: 'short' });
    await sns.send(new PublishCommand({ PhoneNumber: '+15550199', Message: 'direct' }));
    expect(mailbox.list()).toMatchObject([
      { channel: 'sms', to: ['+15550199'], text: 'direct' },
      { channel: 'sms', to: ['+15550100'], text: 'short' },
      { channel: 'email', to: ['ann@example.com'], subject: 'News' },
    ]);
    expect(mailbox.list({ to: 'ANN@example.com' })[0]?.text).toMatch(/^short\n\n--\nIf you wish to stop/);
    await expect(sns.send(new PublishCommand({ PhoneNumber: '+1a234', Message: 'x' }))).rejects.toThrow(
      'PhoneNumber Reason: +1a234 is not valid to publish to',
    );
  });

  test('pass the filter of each subscription alone', async () => {
    await subscribe('sqs', queueArn('one'), {
      FilterPolicy: '{"kind":["a",{"prefix":"b-"}]}',
      RawMessageDelivery: 'true',
    });
    await subscribe('sqs', queueArn('two'), {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: '{"tags":["x"]}',
      RawMessageDelivery: 'true',
    });
    const kind = (StringValue: string): PublishCommandInput['MessageAttributes'] => ({
      kind: { DataType: 'String', StringValue },
    });
    await publish({ Message: '{"tags":["x","y"]}', MessageAttributes: kind('c') });
    await publish({ Message: 'plain', MessageAttributes: kind('b-1') });
    expect((await received('one')).map(({ Body }) => Body)).toEqual(['plain']);
    expect((await received('two')).map(({ Body }) => Body)).toEqual(['{"tags":["x","y"]}']);
  });

  test('that a queue refuses go to the dead-letter queue of the subscription; the others arrive', async () => {
    const redrive = JSON.stringify({ deadLetterTargetArn: queueArn('dead') });
    await subscribe('sqs', queueArn('one'), { RedrivePolicy: redrive, RawMessageDelivery: 'true' });
    await subscribe('sqs', queueArn('two'), { RawMessageDelivery: 'true' });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl('one') }));
    await publish({ MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } } });
    expect(await received('dead')).toMatchObject([
      { Body: 'hello', MessageAttributes: { kind: { StringValue: 'a' } } },
    ]);
    expect(await received('two')).toMatchObject([{ Body: 'hello' }]);
  });

  test('that nobody can take are reported, not swallowed', async () => {
    const arn = await subscribe('sqs', queueArn('none'));
    await publish({});
    expectedFaults = [`sns delivery to ${queueArn('none')} (${arn}): The specified queue does not exist.`];
  });

  test('of a publish that is refused later leave nothing: a fan-out is one transaction (F54)', async () => {
    await subscribe('sqs', queueArn('one'));
    await subscribe('sqs', queueArn('two'));
    const failing = cloud.ground.store.write(() => {
      cloud.ground.deliver({ target: topicArn, body: 'x', caller: { principal: 'events.amazonaws.com' } });
      throw new TypeError('the publisher failed after the fan-out');
    });
    await expect(failing).rejects.toThrow('after the fan-out');
    expect([...(await received('one')), ...(await received('two'))]).toEqual([]);
  });
});

describe('batches', () => {
  test('fail entry by entry', async () => {
    await subscribe('sqs', queueArn('one'), { RawMessageDelivery: 'true' });
    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: [
          { Id: 'good', Message: 'x', MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } } },
          { Id: 'bad', Message: '' },
        ],
      }),
    );
    expect(Successful).toMatchObject([{ Id: 'good' }]);
    expect(Failed).toEqual([
      { Id: 'bad', Code: 'InvalidParameter', Message: 'Invalid parameter: Empty message', SenderFault: true },
    ]);
    expect(await received('one')).toMatchObject([
      { Body: 'x', MessageAttributes: { n: { StringValue: '1' } } },
    ]);
  });

  test('with two entries of one id are refused whole', async () => {
    const entries = [1, 2].map(() => ({ Id: 'a', Message: 'x' }));
    await expect(
      sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries })),
    ).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinctException' });
  });
});

test.each<[string, Partial<PublishCommandInput>, string]>([
  ['empty', { Message: '' }, 'Invalid parameter: Empty message'],
  ['too long', { Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
  [
    'a text per protocol',
    { Message: '{"default":"x"}', MessageStructure: 'json' },
    'MessageStructure: not supported by the sandbox',
  ],
  ['a group', { MessageGroupId: 'g' }, 'MessageGroupId: not supported by the sandbox'],
  [
    'an empty attribute',
    { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
    "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
  ],
  [
    'an attribute of a reserved name',
    { MessageAttributes: { 'AWS.a': { DataType: 'String', StringValue: 'x' } } },
    "Invalid message attribute name 'AWS.a'.",
  ],
  [
    'a number that is none',
    { MessageAttributes: { a: { DataType: 'Number', StringValue: '0x10' } } },
    "Could not cast message attribute 'a' value to number.",
  ],
])('a message is refused: %s', async (_case, input, message) => {
  await expect(publish(input)).rejects.toThrow(message);
});
