import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { PlannedResource } from '../../kernel/resource.ts';
import { createMailbox } from '../../ses/mailbox.ts';
import { testCloud } from '../../testing.ts';
import type { TestCloud } from '../../testing.ts';
import { createSns } from '../service.ts';
import type { Sns } from '../service.ts';

const caller = { principal: 'arn:aws:iam::000000000000:root' };
const topicArn = 'arn:aws:sns:us-east-1:000000000000:app-Topic';

function start(): { cloud: TestCloud; sns: Sns } {
  const made: Sns[] = [];
  const cloud = testCloud({
    rooms: (ground) => {
      made.push(createSns(ground, { mailbox: createMailbox(ground) }));
      return made;
    },
  });
  const [sns] = made;
  if (sns === undefined) throw new TypeError('no room was made');
  return { cloud, sns };
}

function plan(
  sns: Sns,
  [type, logicalId]: readonly [string, string],
  properties: JsonObject,
): PlannedResource {
  const found = sns.resourceTypes.find((candidate) => candidate.type === `AWS::SNS::${type}`);
  if (found === undefined) throw new TypeError(`no ${type}`);
  return found.plan({ stackName: 'app', logicalId, properties });
}

async function subscriptions(cloud: TestCloud): Promise<readonly Readonly<Record<string, string>>[]> {
  const answer = await cloud.ground.call({
    service: 'sns',
    operation: 'ListSubscriptions',
    input: {},
    caller,
  });
  return (answer as { Subscriptions: Record<string, string>[] }).Subscriptions;
}

test('a topic with inline subscriptions is the same after every start, and follows its template', async () => {
  const { cloud, sns } = start();
  const inline = (...endpoints: string[]): JsonObject => ({
    DisplayName: 'Things',
    Subscription: endpoints.map((Endpoint) => ({ Protocol: 'email', Endpoint })),
  });
  const topic = plan(sns, ['Topic', 'Topic'], inline('a@example.com', 'b@example.com'));
  expect(topic).toMatchObject({
    physicalId: topicArn,
    attributes: { TopicArn: topicArn, TopicName: 'app-Topic' },
  });
  await cloud.ground.store.write(topic.provision);
  const before = await subscriptions(cloud);
  await cloud.ground.store.write(topic.provision);
  expect(await subscriptions(cloud)).toEqual(before);
  await cloud.ground.store.write(plan(sns, ['Topic', 'Topic'], inline('b@example.com')).provision);
  expect((await subscriptions(cloud)).map(({ Endpoint }) => Endpoint)).toEqual(['b@example.com']);
  await cloud.stop();
});

test('a subscription is named before it exists and changed in place', async () => {
  const { cloud, sns } = start();
  await cloud.ground.store.write(plan(sns, ['Topic', 'Topic'], {}).provision);
  const properties = (queue: string): JsonObject => ({
    TopicArn: topicArn,
    Protocol: 'sqs',
    Endpoint: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
    RawMessageDelivery: true,
    FilterPolicy: { kind: ['a'] },
    RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
  });
  const first = plan(sns, ['Subscription', 'ToOne'], properties('one'));
  const second = plan(sns, ['Subscription', 'ToOne'], properties('two'));
  expect(first.physicalId).toMatch(/^arn:aws:sns:us-east-1:000000000000:app-Topic:[0-9a-f-]{36}$/);
  await cloud.ground.store.write(first.provision);
  await cloud.ground.store.write(second.provision);
  expect(await subscriptions(cloud)).toMatchObject([
    { SubscriptionArn: first.physicalId, Endpoint: 'arn:aws:sqs:us-east-1:000000000000:two' },
  ]);
  await cloud.stop();
});

test('a topic policy is the attribute of its topics and survives their update', async () => {
  const { cloud, sns } = start();
  await cloud.ground.store.write(plan(sns, ['Topic', 'Topic'], {}).provision);
  const policy = plan(sns, ['TopicPolicy', 'Policy'], {
    Topics: [topicArn],
    PolicyDocument: { Statement: [] },
  });
  await cloud.ground.store.write(policy.provision);
  await cloud.ground.store.write(plan(sns, ['Topic', 'Topic'], { DisplayName: 'x' }).provision);
  expect(sns.policyOf(topicArn)).toBe('{"Statement":[]}');
  await cloud.stop();
});

test('what is not supported is refused by name', () => {
  const { sns } = start();
  expect(() => plan(sns, ['Topic', 'T'], { FifoTopic: true })).toThrow(
    'FifoTopic: not supported by the sandbox',
  );
  expect(() => plan(sns, ['Topic', 'T'], { ArchivePolicy: {} })).toThrow('ArchivePolicy: not supported');
  const https = { TopicArn: topicArn, Protocol: 'https', Endpoint: 'https://example.com' };
  expect(() => plan(sns, ['Subscription', 'S'], https)).toThrow(
    'Protocol https: not supported by the sandbox',
  );
});
