import { expect, test } from 'vitest';
import { orderNoticeSchema } from '../contracts/messages/order-notice.ts';
import { timestampFrom } from '../core/kernel/clock.ts';
import { notificationIdOf, orderIdFrom } from '../core/kernel/ids.ts';
import { emailParams } from './ses/ses-email-channel.ts';
import { publishParams } from './sns/sns-notice-publisher.ts';
import { runIdOf, startParams } from './stepfunctions/sfn-workflow.ts';

const order = { orderId: orderIdFrom('order-1'), createdAt: timestampFrom('2026-01-15T10:30:00.000Z') };
const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-workflow';

test('a start names the run by the order and always has the same bytes', () => {
  const params = startParams(machine, { createdAt: order.createdAt, orderId: order.orderId }, '');
  expect(params).toEqual({
    stateMachineArn: machine,
    name: 'order-1',
    input: '{"orderId":"order-1","createdAt":"2026-01-15T10:30:00.000Z"}',
  });
  expect(startParams(machine, order, '').input).toBe(params.input);
  expect(startParams(machine, order, 'Root=1-a-b')).toHaveProperty('traceHeader', 'Root=1-a-b');
});

test('the run of an order has the ARN of its execution', () => {
  expect(runIdOf(machine, order.orderId)).toBe(
    'arn:aws:states:us-east-1:000000000000:execution:order-workflow:order-1',
  );
});

test('a notice obeys its contract and repeats the status for filters', () => {
  const params = publishParams('arn:topic', { ...order, status: 'COMPLETED' });
  expect(orderNoticeSchema.parse(JSON.parse(params.Message))).toEqual({
    ...order,
    status: 'COMPLETED',
    notificationId: 'order-1:COMPLETED',
  });
  expect(params.MessageAttributes).toEqual({ status: { DataType: 'String', StringValue: 'COMPLETED' } });
});

test('a mail carries both bodies and a tag that SES accepts', () => {
  const message = {
    notificationId: notificationIdOf(order.orderId, 'COMPLETED'),
    orderId: 'order-1',
    status: 'COMPLETED',
    subject: 'Done',
    text: 'Done.',
    html: '<p>Done.</p>',
    short: 'Done',
  };
  const params = emailParams('orders@example.com', 'c@example.com', message);
  expect(params.Destination.ToAddresses).toEqual(['c@example.com']);
  expect(params.Content.Simple.Body).toMatchObject({
    Text: { Data: 'Done.' },
    Html: { Data: '<p>Done.</p>' },
  });
  for (const tag of params.EmailTags) expect(tag.Value).toMatch(/^[A-Za-z0-9_.@-]+$/);
});
