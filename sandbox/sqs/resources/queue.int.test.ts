import { expect, test } from 'vitest';
import type { JsonObject } from '../../kernel/json.ts';
import type { PlannedResource } from '../../kernel/resource.ts';
import { virtualClock } from '../../kernel/virtual-clock.ts';
import { testCloud } from '../../testing.ts';
import type { TestCloud } from '../../testing.ts';
import { createSqs } from '../service.ts';

const caller = { principal: 'arn:aws:iam::000000000000:root' };
const url = 'http://127.0.0.1:4566/000000000000/app-Things';

function start(): TestCloud {
  return testCloud({ clock: virtualClock(), rooms: (ground) => [createSqs(ground)] });
}

function plan(cloud: TestCloud, type: string, properties: JsonObject): PlannedResource {
  const found = cloud.services[0]?.resourceTypes.find((candidate) => candidate.type === type);
  if (found === undefined) throw new TypeError(`no ${type}`);
  return found.plan({
    stackName: 'app',
    logicalId: type.endsWith('Policy') ? 'Policy' : 'Things',
    properties,
  });
}

async function attributes(cloud: TestCloud): Promise<unknown> {
  const input = { QueueUrl: url, AttributeNames: ['All'] };
  return cloud.ground.call({ service: 'sqs', operation: 'GetQueueAttributes', input, caller });
}

test('a queue is named before it exists, and brought up to date without losing messages', async () => {
  const cloud = start();
  const queue = plan(cloud, 'AWS::SQS::Queue', { VisibilityTimeout: 90, SqsManagedSseEnabled: true });
  expect(queue).toMatchObject({
    physicalId: url,
    attributes: {
      Arn: 'arn:aws:sqs:us-east-1:000000000000:app-Things',
      QueueName: 'app-Things',
      QueueUrl: url,
    },
  });
  await cloud.ground.store.write(queue.provision);
  await cloud.ground.call({
    service: 'sqs',
    operation: 'SendMessage',
    input: { QueueUrl: url, MessageBody: 'kept' },
    caller,
  });
  const changed = plan(cloud, 'AWS::SQS::Queue', {
    VisibilityTimeout: '91',
    RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead', maxReceiveCount: 5 },
    Tags: [{ Key: 'colour', Value: 'red' }],
  });
  await cloud.ground.store.write(changed.provision);
  expect(await attributes(cloud)).toMatchObject({
    Attributes: {
      VisibilityTimeout: '91',
      ApproximateNumberOfMessages: '1',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":5}',
    },
  });
  await cloud.stop();
});

test('a queue policy is the attribute of its queues, and goes with them out of the template', async () => {
  const cloud = start();
  await cloud.ground.store.write(plan(cloud, 'AWS::SQS::Queue', {}).provision);
  const policy = plan(cloud, 'AWS::SQS::QueuePolicy', { Queues: [url], PolicyDocument: { Statement: [] } });
  await cloud.ground.store.write(policy.provision);
  await cloud.ground.store.write(plan(cloud, 'AWS::SQS::Queue', {}).provision);
  expect(await attributes(cloud)).toMatchObject({ Attributes: { Policy: '{"Statement":[]}' } });
  const type = cloud.services[0]?.resourceTypes.find(
    (candidate) => candidate.type === 'AWS::SQS::QueuePolicy',
  );
  const properties = { Queues: [url], PolicyDocument: { Statement: ['renamed'] } };
  const renamed = type?.plan({ stackName: 'app', logicalId: 'Renamed', properties });
  await cloud.ground.store.write(() => {
    renamed?.provision();
    type?.remove(policy.physicalId);
  });
  expect(await attributes(cloud)).toMatchObject({ Attributes: { Policy: '{"Statement":["renamed"]}' } });
  await cloud.ground.store.write(() => type?.remove(renamed?.physicalId ?? ''));
  expect(await attributes(cloud)).not.toHaveProperty('Attributes.Policy');
  await cloud.stop();
});

test('unknown properties, FIFO and bad values are refused by name', () => {
  const cloud = start();
  const refuse =
    (properties: JsonObject): unknown =>
    () =>
      plan(cloud, 'AWS::SQS::Queue', properties);
  expect(refuse({ Nonsense: 1 })).toThrow('Nonsense: not supported by the sandbox');
  expect(refuse({ FifoQueue: true })).toThrow('FifoQueue: the sandbox does not support FIFO queues.');
  expect(refuse({ VisibilityTimeout: 43_201 })).toThrow('VisibilityTimeout');
});
