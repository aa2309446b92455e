import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuthority } from '../iam/authority.ts';
import { createMailbox } from '../ses/mailbox.ts';
import { createSqs } from '../sqs/service.ts';
import { testCloud } from '../testing.ts';
import type { TestCloud } from '../testing.ts';
import { createSns } from './service.ts';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:things';
const topicArn = 'arn:aws:sns:us-east-1:000000000000:things';
const root = { principal: 'arn:aws:iam::000000000000:root' };
let cloud: TestCloud;
let denials: string[];

beforeEach(async () => {
  cloud = testCloud({
    rooms: (ground) => {
      const { decideByResource } = createAuthority(ground.store, ground.place);
      const mailbox = createMailbox(ground);
      return [createSqs(ground, { decideByResource }), createSns(ground, { mailbox, decideByResource })];
    },
  });
  denials = [];
  await call('sqs', 'CreateQueue', { QueueName: 'things' });
  await call('sns', 'CreateTopic', { Name: 'things' });
  const raw = { RawMessageDelivery: 'true' };
  await call('sns', 'Subscribe', {
    TopicArn: topicArn,
    Protocol: 'sqs',
    Endpoint: queueArn,
    Attributes: raw,
  });
});

afterEach(async () => {
  await cloud.stop();
  expect(cloud.faults.filter((fault) => !fault.includes('is not authorized'))).toEqual([]);
  expect(cloud.faults).toHaveLength(denials.length);
});

const QueueUrl = 'http://localhost/000000000000/things';

function call(service: string, operation: string, input: Record<string, unknown>): Promise<unknown> {
  return cloud.ground.call({ service, operation, input, caller: root });
}

async function allow(condition: Readonly<Record<string, unknown>>): Promise<void> {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: condition,
    },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
}

async function arrives(): Promise<boolean> {
  await call('sns', 'Publish', { TopicArn: topicArn, Message: 'x' });
  const answer = await call('sqs', 'ReceiveMessage', { QueueUrl });
  return JSON.stringify(answer).includes('"Body":"x"');
}

test('a topic may send to a queue whose policy names it, and to no other', async () => {
  expect(await arrives()).toBe(false);
  await allow({ ArnEquals: { 'aws:SourceArn': topicArn } });
  expect(await arrives()).toBe(true);
  await allow({ ArnEquals: { 'aws:SourceArn': `${topicArn}-other` } });
  expect(await arrives()).toBe(false);
  denials = ['without a policy', 'with another topic in it'];
});

test('a rule needs the policy of a topic, an alarm does not', async () => {
  await allow({});
  const deliver = (principal: string): Promise<void> =>
    cloud.ground.store.write(() => {
      cloud.ground.deliver({ target: topicArn, body: 'x', caller: { principal } });
    });
  await expect(deliver('events.amazonaws.com')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  await deliver('cloudwatch.amazonaws.com');
});
