import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { orderItem } from '../../src/adapters/dynamodb/order-item.ts';
import { orderIdFrom } from '../../src/core/kernel/ids.ts';
import { markProcessing, complete } from '../../src/core/orders/order-moves.ts';
import { pendingOrder, runA, usd } from '../../src/core/testing/memory-world.ts';
import { type FunctionCloud, functionCloud } from './function-cloud.ts';
import { context, metricSums, printedLines } from './function-fixtures.ts';

let cloud: FunctionCloud;
let handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
let printed: ReturnType<typeof printedLines>;

beforeAll(async () => {
  cloud = await functionCloud();
  vi.stubEnv('NOTIFICATION_CHANNELS', 'log,sms');
  vi.stubEnv('SENDER_EMAIL', 'orders@example.com');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'order-notification');
  printed = printedLines();
  ({ handler } = await import('../../src/lambdas/order-notification/app.ts'));
});

afterAll(async () => {
  vi.restoreAllMocks();
  await cloud.stop();
});

/** A completed order in the table, and the message that tells of it. */
async function completed(id: string, customerPhone = '+15555550100'): Promise<string> {
  const pending = {
    ...pendingOrder(orderIdFrom(id)),
    customerPhone,
    customerEmail: 'c@example.com',
  };
  const processing = { ...markProcessing(pending, pending.createdAt), runId: runA };
  const order = complete(processing, { status: 'CAPTURED', net: usd(5998) }, pending.createdAt);
  await cloud.documents.send(new PutCommand({ TableName: 'orders', Item: orderItem(order) }));
  const { orderId, createdAt, status } = order;
  return JSON.stringify({ notificationId: `${orderId}:${status}`, orderId, createdAt, status });
}

const batch = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${String(index)}`,
    receiptHandle: 'handle',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:order-notification-queue',
    awsRegion: 'us-east-1',
  })),
});

describe('order-notification', () => {
  it('tells two customers, and returns the message between them that says nothing (F56)', async () => {
    const [one, two] = [await completed('order-1'), await completed('order-2')];
    const { batchItemFailures } = await handler(batch(one, 'poison', two), context());
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-1' }]);
    expect(cloud.mails.map(({ to, text }) => [to.join(), text]).sort()).toEqual(
      ['order-1', 'order-2'].map((id) => [
        '+15555550100',
        `Order ${id}: complete. Your payment was taken and your order is complete. Thank you!`,
      ]),
    );
  });

  it('tells nobody twice, however often a message comes', async () => {
    const before = cloud.mails.length;
    const notice = await completed('order-3');
    await handler(batch(notice, notice), context());
    await handler(batch(notice), context());
    expect(cloud.mails.length).toBe(before + 1);
  });

  it('counts and names the order whose number is refused for good, and lets its message go', async () => {
    const notice = await completed('order-4', 'none');
    expect(await handler(batch(notice), context())).toEqual({ batchItemFailures: [] });
    expect(metricSums(printed.all(), 'NotificationsRejected')).toMatchObject({
      '': 1,
      'service,channel,status': 1,
    });
    expect(printed.all()).toContainEqual(
      expect.objectContaining({ level: 'WARN', orderId: 'order-4', channel: 'sms' }),
    );
  });

  it('counts what it sent, also without dimensions, and prints no address', () => {
    const sums = metricSums(printed.all(), 'NotificationsSent');
    expect(sums['']).toBe(7);
    expect(sums['service']).toBeGreaterThanOrEqual(7);
    expect(Object.keys(sums).filter((set) => set.includes('channel') && set.includes('status'))).toHaveLength(
      1,
    );
    expect(printed.text()).not.toMatch(/c@example|5555550100/);
  });
});
