import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { start, virtualClock } from 'serverless-sandbox';
import type { Sandbox } from 'serverless-sandbox';
import { afterEach, expect, it } from 'vitest';

let system: Sandbox | undefined;
afterEach(() => system?.stop());

const alarms = {
  'order-dlq': 'DLQ Messages',
  'order-notification-dlq': 'Notification DLQ Messages',
  'order-delivery-dlq': 'Delivery DLQ Messages',
  'order-pipe-dlq': 'Pipe DLQ Messages',
};

it('a message in a dead-letter queue raises its alarm within two minutes, told by mail (F25)', async () => {
  const clock = virtualClock();
  system = await start({
    template: 'template.yaml',
    stackName: 'order-processing',
    clock,
    functions: 'in-realm',
    parameters: { AlarmEmail: 'owner@example.com' },
  });
  const cloudwatch = new CloudWatchClient(system.clientConfig);
  const states = async (): Promise<Record<string, string | undefined>> => {
    const describe = new DescribeAlarmsCommand({ AlarmNames: Object.values(alarms) });
    const { MetricAlarms = [] } = await cloudwatch.send(describe);
    return Object.fromEntries(MetricAlarms.map(({ AlarmName = '', StateValue }) => [AlarmName, StateValue]));
  };
  const all = (state: string) => Object.fromEntries(Object.values(alarms).map((name) => [name, state]));
  await clock.advance(120_000);
  expect(await states()).toEqual(all('OK'));

  const queues = new SQSClient(system.clientConfig);
  for (const queue of Object.keys(alarms)) {
    const QueueUrl = `http://in-process/000000000000/${queue}`;
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'lost' }));
  }
  await clock.advance(120_000);
  expect(await states()).toEqual(all('ALARM'));
  const mailbox = { method: 'GET', path: '/_sandbox/mailbox?to=owner@example.com', headers: {}, body: '' };
  const mails = Buffer.from((await system.aws(mailbox)).body).toString();
  for (const alarm of Object.values(alarms)) expect(mails).toContain(`ALARM: \\"${alarm}\\"`);
});
