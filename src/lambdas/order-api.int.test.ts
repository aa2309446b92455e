import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { orderTables, tableNames } from '../../tests/ports/order-tables.ts';
import { orderCreatedSchema, orderListSchema, orderViewSchema } from '../contracts/api/order-view.ts';
import { type EventParts, proxyEvent } from './testing/proxy-event.ts';

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

const example = {
  customerId: 'CUST-12345',
  customerEmail: 'customer@example.com',
  items: [
    { productId: 'PROD-001', quantity: 2, price: 29.99 },
    { productId: 'PROD-002', quantity: 1, price: 49.99 },
  ],
  shippingAddress: { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' },
};

let tables: Awaited<ReturnType<typeof orderTables>>;
let creation: Handler;
let retrieval: Handler;
const printed: string[] = [];
const isDown = { value: false };

beforeAll(async () => {
  tables = await orderTables();
  const { requestHandler } = tables.clientConfig;
  const handle: typeof requestHandler.handle = (request, options) => {
    if (!isDown.value) return requestHandler.handle(request, options);
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const config = { ...tables.clientConfig, maxAttempts: 1, requestHandler: { handle } };
  Object.assign(globalThis, { [Symbol.for('serverless-sandbox.client-config')]: config });
  vi.stubEnv('ORDERS_TABLE', tableNames.orders);
  vi.stubEnv('IDEMPOTENCY_TABLE', tableNames.idempotency);
  vi.stubEnv('CORS_ALLOW_ORIGIN', '*');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'order-creation');
  vi.stubEnv(
    '_X_AMZN_TRACE_ID',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  );
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  ({ handler: creation } = await import('./order-creation/app.ts'));
  ({ handler: retrieval } = await import('./order-retrieval/app.ts'));
});

afterAll(async () => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, Symbol.for('serverless-sandbox.client-config'));
  await tables.stop();
});

const post = (body: unknown, parts: EventParts = {}) =>
  answer(creation(proxyEvent('POST', { body, ...parts })));
const get = (parts: EventParts) => answer(retrieval(proxyEvent('GET', parts)));

async function answer(result: Promise<APIGatewayProxyResult>) {
  const { statusCode, headers = {}, body } = await result;
  // Every body of this API is a JSON object; its content is what the tests look at.
  return { status: statusCode, headers, text: body, body: JSON.parse(body) as Record<string, unknown> };
}

async function storedCount(): Promise<number> {
  const { Count = 0 } = await tables.documents.send(new ScanCommand({ TableName: tableNames.orders }));
  return Count;
}

describe('POST /orders', () => {
  test('answers 201 with the documented body and headers, and stores the order', async () => {
    const { status, headers, body } = await post(example);
    expect(status).toBe(201);
    expect(orderCreatedSchema.parse(body)).toMatchObject({ totalAmount: 109.97, status: 'PENDING' });
    expect(Object.keys(body)).toEqual(['message', 'orderId', 'status', 'totalAmount', 'createdAt']);
    expect(headers).toMatchObject({
      Location: `/prod/orders/${String(body['orderId'])}`,
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': '*',
    });
    const Key = { orderId: body['orderId'], createdAt: body['createdAt'] };
    const { Item } = await tables.documents.send(new GetCommand({ TableName: tableNames.orders, Key }));
    expect(Item).toMatchObject({ totalAmount: 109.97, statusShard: 'PENDING#0', version: 1 });
    expect(Item?.['traceHeader']).toMatch(/^Root=1-/);
  });

  test.each<[string, unknown, string]>([
    ['no body', '', '400 InvalidJSON'],
    ['truncated JSON', '{"customerId":', '400 InvalidJSON'],
    ['a byte order mark', `\ufeff${JSON.stringify(example)}`, '400 InvalidJSON'],
    ['deep nesting', '['.repeat(100_000), '400 InvalidJSON'],
    ['an empty object', {}, '400 ValidationError'],
    ['an array', [], '400 ValidationError'],
    ['a status of its own', { ...example, status: 'COMPLETED' }, '400 ValidationError'],
    ['a total beyond the limit', { ...example, items: manyCostly() }, '400 ValidationError'],
    ['more than 256 KB', { ...example, metadata: { note: 'x'.repeat(256 * 1024) } }, '413 PayloadTooLarge'],
  ])('refuses %s and stores nothing', async (_what, sent, expected) => {
    const before = await storedCount();
    const refused = await post(sent);
    expect(`${String(refused.status)} ${String(refused.body['error'])}`).toBe(expected);
    expect(refused.body['requestId']).toBe('request-1');
    expect(typeof refused.body['message']).toBe('string');
    expect(await storedCount()).toBe(before);
  });

  test('names every fault of a body', async () => {
    const { body } = await post({
      items: [{ productId: 'a/b', quantity: 0, price: 1.999 }],
      orderId: 'mine',
    });
    const details = body['details'] as { path: string }[];
    expect(details.map((detail) => detail.path).sort()).toEqual([
      'customerId',
      'items[0].price',
      'items[0].productId',
      'items[0].quantity',
      'orderId',
    ]);
  });

  test('reads a body in base64', async () => {
    const event = proxyEvent('POST', { body: Buffer.from(JSON.stringify(example)).toString('base64') });
    expect((await creation({ ...event, isBase64Encoded: true })).statusCode).toBe(201);
  });
});

describe('Idempotency-Key', () => {
  const keyed = (key: string, apiKey = 'key-of-alice') => ({ headers: { 'idempotency-key': key }, apiKey });

  test('replays status, body and location of the first answer, whatever the order of fields', async () => {
    const first = await post(example, keyed('k-1'));
    const shuffled = Object.fromEntries(Object.entries(example).reverse());
    const second = await post(shuffled, keyed('k-1'));
    expect(second).toMatchObject({ status: 201, text: first.text });
    expect(second.headers['Location']).toBe(first.headers['Location']);
    expect(second.headers['Idempotent-Replayed']).toBe('true');
    expect(first.headers).not.toHaveProperty('Idempotent-Replayed');
  });

  test('with another body is 422', async () => {
    await post(example, keyed('k-2'));
    const other = { ...example, customerId: 'CUST-2' };
    expect(await post(other, keyed('k-2'))).toMatchObject({
      status: 422,
      body: { error: 'IdempotencyKeyReused' },
    });
  });

  test('belongs to the API key that sent it', async () => {
    const alice = await post(example, keyed('k-3'));
    const bob = await post(example, keyed('k-3', 'key-of-bob'));
    expect(bob.body['orderId']).not.toBe(alice.body['orderId']);
  });

  test('ten at once make one order', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(example, keyed('k-4'))));
    const created = answers.filter((one) => one.status === 201);
    expect(new Set(created.map((one) => one.body['orderId'])).size).toBe(1);
    expect(created.filter((one) => one.headers['Idempotent-Replayed'] === undefined)).toHaveLength(1);
    for (const one of answers) expect([201, 409]).toContain(one.status);
  });

  test('of a refused request is not used up', async () => {
    expect((await post({ ...example, items: [] }, keyed('k-5'))).status).toBe(400);
    expect((await post(example, keyed('k-5'))).status).toBe(201);
  });

  test.each(['', ' ', 'x'.repeat(256), 'ключ', 'a\tb'])('%j is refused', async (key) => {
    const refused = await post(example, keyed(key));
    expect(refused).toMatchObject({ status: 400, body: { error: 'InvalidParameter' } });
  });
});

describe('GET', () => {
  test('shows an order as it was sent', async () => {
    const { body } = await post(example);
    const shown = await get({ id: String(body['orderId']) });
    expect(shown.status).toBe(200);
    expect(orderViewSchema.parse(shown.body)).toMatchObject({
      ...example,
      totalAmount: 109.97,
      currency: 'USD',
    });
    expect(shown.text).not.toMatch(/paymentToken|traceHeader|version|Shard|tok_/);
  });

  test('answers 404 for an order that is not there, and does not repeat strange ids', async () => {
    const id = '550e8400-e29b-41d4-a716-446655440000';
    expect(await get({ id })).toMatchObject({ status: 404, body: { message: `Order ${id} not found` } });
    for (const strange of ['../orders', '%2e%2e', '<script>', 'x'.repeat(3000)]) {
      expect(await get({ id: strange })).toMatchObject({ status: 404, body: { message: 'Order not found' } });
    }
  });

  test('lists newest first, page by page, with a cursor bound to query and caller', async () => {
    const page = await get({ query: { limit: '2', status: 'PENDING' } });
    const list = orderListSchema.parse(page.body);
    expect(list).toMatchObject({ count: 2, filter: { status: 'PENDING' } });
    const nextToken = list.nextToken ?? '';
    const next = await get({ query: { limit: '2', status: 'PENDING', nextToken } });
    const [last, following] = [list.orders[1], orderListSchema.parse(next.body).orders[0]];
    expect((last?.createdAt ?? '') >= (following?.createdAt ?? '~')).toBe(true);
    expect(following?.orderId).not.toBe(last?.orderId);
    const refusal = { status: 400, body: { error: 'InvalidParameter' } };
    expect(await get({ query: { nextToken } })).toMatchObject(refusal);
    expect(await get({ query: { status: 'PENDING', nextToken }, apiKey: 'key-of-bob' })).toMatchObject(
      refusal,
    );
    expect(await get({ query: { status: 'PENDING', nextToken: `${nextToken}x` } })).toMatchObject(refusal);
  });

  test('without a filter answers an empty filter and at most 50 orders', async () => {
    const { body } = await get({});
    expect(body).toMatchObject({ filter: {} });
    expect(Number(body['count'])).toBeGreaterThan(5);
  });

  test.each<Record<string, string>>([
    { limit: '0' },
    { limit: '101' },
    { limit: '-1' },
    { limit: '1.5' },
    { limit: 'ten' },
    { limit: '' },
    { status: 'pending' },
    { status: 'CANCELLED' },
    { nextToken: 'e30' },
    { nextToken: '' },
    { state: 'PENDING' },
  ])('refuses %j', async (query) => {
    expect(await get({ query })).toMatchObject({ status: 400, body: { error: 'InvalidParameter' } });
  });
});

describe('when the table is down', () => {
  test('every route answers 503 with Retry-After, and nothing is stored (F13)', async () => {
    isDown.value = true;
    const answers = [
      await post(example, { headers: { 'Idempotency-Key': 'k-9' } }),
      await get({}),
      await get({ id: 'x' }),
    ];
    isDown.value = false;
    for (const one of answers) {
      expect(one).toMatchObject({ status: 503, body: { error: 'ServiceUnavailable' } });
      expect(one.headers['Retry-After']).toBe('1');
      expect(one.text).not.toMatch(/ECONN|Dynamo|table|stack/);
    }
    const again = await post(example, { headers: { 'Idempotency-Key': 'k-9' } });
    expect(again.headers).not.toHaveProperty('Idempotent-Replayed');
  });
});

test('neither logs nor metrics hold anything of the customer or a key', () => {
  const everything = printed.join('\n');
  expect(everything).toContain('order placed');
  expect(everything).toContain('"OrdersCreated":1');
  expect(everything).not.toMatch(/customer@example|CUST-|Main St|key-of-|k-1|PROD-/);
  for (const line of printed) expect(() => JSON.parse(line) as unknown).not.toThrow();
});

function manyCostly() {
  return Array.from({ length: 11 }, () => ({ productId: 'P', quantity: 1000, price: 1_000_000 }));
}
