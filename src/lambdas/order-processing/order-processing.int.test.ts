import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { orderTables, tableNames } from '../../../tests/ports/order-tables.ts';
import { dynamodbOrderStore } from '../../adapters/dynamodb/dynamodb-order-store.ts';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import { pendingOrder } from '../../core/testing/memory-world.ts';
import type { OrderStore } from '../../core/ports/order-store.ts';

const hook = Symbol.for('serverless-sandbox.client-config');
const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-workflow';

let tables: Awaited<ReturnType<typeof orderTables>>;
let orders: OrderStore;
let handler: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
const starts: Record<string, unknown>[] = [];
const published: URLSearchParams[] = [];
const returned: Record<string, unknown>[] = [];
const printed: string[] = [];

/** Orders live in real tables; Step Functions, SNS and SQS only take down what they were asked. */
beforeAll(async () => {
  tables = await orderTables();
  orders = dynamodbOrderStore(tables.documents, { orders: tableNames.orders });
  const { requestHandler } = tables.clientConfig;
  const handle: typeof requestHandler.handle = (request, options) => {
    const target = request.headers['x-amz-target'] ?? '';
    if (target.startsWith('DynamoDB')) return requestHandler.handle(request, options);
    if (target === 'AmazonSQS.ChangeMessageVisibility')
      return Promise.resolve(sqsAnswer(textOf(request.body)));
    return Promise.resolve(target === '' ? snsAnswer(textOf(request.body)) : sfnAnswer(textOf(request.body)));
  };
  Object.assign(globalThis, {
    [hook]: { ...tables.clientConfig, maxAttempts: 1, requestHandler: { handle } },
  });
  const environment = {
    ORDERS_TABLE: 'orders',
    ORDER_TOPIC_ARN: 'arn:topic',
    STATE_MACHINE_ARN: machine,
    ORDER_QUEUE_URL: 'http://127.0.0.1/000000000000/queue',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'order-processing');
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  ({ handler } = await import('./app.ts'));
});

afterAll(async () => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, hook);
  await tables.stop();
});

const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);

const answerOf = (body: string) => ({
  response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(body) },
});

function sfnAnswer(body: string) {
  // The request that our own adapter wrote.
  starts.push(JSON.parse(body) as Record<string, unknown>);
  return answerOf(JSON.stringify({ executionArn: `${machine}:x`, startDate: 0 }));
}

function sqsAnswer(body: string) {
  // The request that our own adapter wrote.
  returned.push(JSON.parse(body) as Record<string, unknown>);
  return answerOf('{}');
}

function snsAnswer(body: string) {
  published.push(new URLSearchParams(body));
  const result = '<PublishResult><MessageId>m-1</MessageId></PublishResult>';
  return answerOf(
    `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${result}</PublishResponse>`,
  );
}

const messages = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `m-${String(index)}`,
    receiptHandle: `r-${String(index)}`,
    body,
    md5OfBody: '',
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:queue',
    awsRegion: 'us-east-1',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
  })),
});

// Powertools reads only the remaining time, and only from FIFO queues.
const context = {} as Context;

async function placed(name: string) {
  const order = {
    ...pendingOrder(orderIdFrom(name)),
    traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  };
  await orders.place(order);
  return {
    order,
    body: JSON.stringify({ orderId: name, createdAt: order.createdAt, traceHeader: order.traceHeader }),
  };
}

test('a message claims its order, starts its run by name and tells the topic', async () => {
  const { order, body } = await placed('order-1');
  expect(await handler(messages(body), context)).toEqual({ batchItemFailures: [] });
  expect(await orders.get(order)).toMatchObject({ status: 'PROCESSING' });
  expect(starts.at(-1)).toEqual({
    stateMachineArn: machine,
    name: 'order-1',
    input: JSON.stringify({ orderId: 'order-1', createdAt: order.createdAt }),
    traceHeader: order.traceHeader,
  });
  const notice = published.at(-1);
  expect(notice?.get('MessageAttributes.entry.1.Value.StringValue')).toBe('PROCESSING');
  expect(JSON.parse(notice?.get('Message') ?? '')).toEqual({
    orderId: 'order-1',
    createdAt: order.createdAt,
    status: 'PROCESSING',
    notificationId: 'order-1:PROCESSING',
  });
});

test('a redelivery sends the same bytes again and counts nothing twice', async () => {
  const { body } = await placed('order-2');
  printed.length = 0;
  await handler(messages(body, body), context);
  const [first, second] = starts.slice(-2);
  expect(second).toEqual(first);
  expect(printed.join('')).toContain('"OrdersProcessed":1');
});

test('poison fails alone; its neighbours are processed; nothing of it is logged (F25)', async () => {
  const good = await placed('order-3');
  printed.length = 0;
  const unknown = JSON.stringify({ orderId: 'order-9', createdAt: good.order.createdAt, traceHeader: '' });
  const poison = ['canary, not JSON', '{"orderId":7,"canary":"x"}', '[]', unknown];
  const answer = await handler(messages(good.body, ...poison), context);
  expect(answer.batchItemFailures.map((failure) => failure.itemIdentifier)).toEqual([
    'm-1',
    'm-2',
    'm-3',
    'm-4',
  ]);
  expect(await orders.get(good.order)).toMatchObject({ status: 'PROCESSING' });
  // The next receive of each follows at once; the good one is left alone.
  expect(returned.map((call) => [call['ReceiptHandle'], call['VisibilityTimeout']])).toEqual(
    ['r-1', 'r-2', 'r-3', 'r-4'].map((handle) => [handle, 1]),
  );
  expect(printed.join('')).toContain('PoisonMessage');
  expect(printed.join('')).not.toContain('canary');
});
