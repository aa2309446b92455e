import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { start, virtualClock } from '../index.ts';
import type { Sandbox, VirtualClock } from '../index.ts';
import { shortenerTemplate } from './shortener.ts';

const minute = 60_000;
const AlarmName = 'short lost visits';
let clock: VirtualClock;
let sandbox: Sandbox;
let alarms: CloudWatchClient;
let queues: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  clock = virtualClock();
  sandbox = await start({
    template: shortenerTemplate,
    stackName: 'short',
    clock,
    functions: 'in-realm',
    seed: 1,
  });
  alarms = new CloudWatchClient(sandbox.clientConfig);
  queues = new SQSClient(sandbox.clientConfig);
  QueueUrl = sandbox.connection.outputs['VisitDlqUrl'] ?? '';
});

afterEach(() => sandbox.stop());

async function state(): Promise<string | undefined> {
  const { MetricAlarms = [] } = await alarms.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }));
  return MetricAlarms[0]?.StateValue;
}

async function mails(): Promise<{ subject: string; text: string }[]> {
  const request = { method: 'GET', path: '/_sandbox/mailbox?to=owner@example.com', headers: {}, body: '' };
  const { body } = await sandbox.aws(request);
  return (JSON.parse(Buffer.from(body).toString()) as { messages: { subject: string; text: string }[] })
    .messages;
}

it('a message in the dead-letter queue is an alarm within two minutes, told by mail, and over when it is gone', async () => {
  await clock.advance(3 * minute);
  expect(await state()).toBe('OK');
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
  await clock.advance(2 * minute);
  expect(await state()).toBe('ALARM');
  // It stays one while nothing changes, and is told once.
  await clock.advance(30 * minute);
  expect(await state()).toBe('ALARM');
  const [mail, ...others] = (await mails()).filter(({ subject }) => subject.startsWith('ALARM'));
  expect(others).toEqual([]);
  expect(mail?.subject).toBe(`ALARM: "${AlarmName}" in US East (N. Virginia)`);
  expect(JSON.parse(mail?.text.split('\n\n--\n')[0] ?? '')).toMatchObject({
    AlarmName,
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    Trigger: { MetricName: 'ApproximateNumberOfMessagesVisible', Namespace: 'AWS/SQS' },
  });

  await queues.send(new PurgeQueueCommand({ QueueUrl }));
  await clock.advance(3 * minute);
  expect(await state()).toBe('OK');
  expect((await mails()).map(({ subject }) => subject.split(':')[0])).toContain('OK');
});
