import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenRules } from '../inputs/general-rules.ts';
import { apiSender, fieldsOf } from '../inputs/api-sender.ts';
import type { ApiRequest, ApiSender } from '../inputs/api-sender.ts';
import { startSystem, until } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';
import { isLoopback, listeningSockets } from './sockets.ts';
import { telemetryOf } from './telemetry.ts';

const orders = Number(process.env['ORDERS'] ?? 200);
const tokens = ['tok_visa', 'tok_visa', 'tok_visa', 'tok_declined', 'tok_timeout_after_charge', 'tok_unavailable_once']; // prettier-ignore
const poison = 'CANARY poison that names no order';

let system: RunningSystem;
let sender: ApiSender;
let slow: readonly Promise<SlowEnd>[];

beforeAll(async () => {
  system = await startSystem();
  sender = apiSender(system.connection);
  // They are cut off while the other tests run.
  slow = [...times(40, () => dribble('GET /prod/orders HTTP/1.1\r\nHost: ')), ...times(40, () => dribble('POST /prod/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{'))]; // prettier-ignore
});
afterAll(async () => {
  sender.close();
  await system.dispose();
});

interface SlowEnd {
  readonly after: number;
  readonly answer: string;
}

const times = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Begins a request and never ends it. */
async function dribble(beginning: string): Promise<SlowEnd> {
  const begun = performance.now();
  const socket = connect(Number(new URL(String(system.connection.apiEndpoint)).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write(beginning);
  await once(socket, 'close');
  return { after: performance.now() - begun, answer };
}

const canaryOrder = (index: number): Record<string, unknown> => ({
  customerId: `CANARY-CUSTOMER-${String(index)}`,
  customerEmail: `canary.${String(index)}@leak.example.com`,
  customerPhone: `+1555987${String(index).padStart(4, '0')}`,
  items: [{ productId: index % 20 === 0 ? 'PROD-SOLD-OUT' : `P-${String(index)}`, quantity: 1, price: 9.99 }],
  shippingAddress: { street: `${String(index)} CANARY Street`, city: 'CANARY City', state: 'C', zipCode: '1', country: 'C' }, // prettier-ignore
  metadata: { note: `CANARY note ${String(index)}` },
  paymentToken: tokens[index % tokens.length],
});
const canary = /canary|leak\.example|1555987/i;

/** Requests that are refused, each with a canary where it hurts. */
const refused: readonly ApiRequest[] = [
  { path: '/orders', body: JSON.stringify({ ...canaryOrder(1), customerEmail: 'canary-is-no-address' }) },
  { path: '/orders', body: JSON.stringify({ ...canaryOrder(1), canaryField: 'x' }) },
  { path: '/orders', body: '{"canary": broken' },
  { path: '/orders', body: JSON.stringify(canaryOrder(1)), apiKey: 'CANARY-API-KEY' },
  { path: '/orders', body: JSON.stringify(canaryOrder(1)), headers: { 'idempotency-key': '' } },
  { path: '/orders/CANARY-ORDER' },
  { path: '/orders?status=CANARY' },
  { path: '/orders?nextToken=CANARY.CANARY' },
  { path: '/canary', headers: { 'user-agent': 'CANARY-AGENT', referer: 'https://canary.example/' } },
];

describe('some hundred orders of customers with a canary in every field (S24, I12)', () => {
  it('are taken, refused and carried to their ends', async () => {
    let next = 0;
    const place = async (): Promise<void> => {
      while (next < orders) {
        const index = (next += 1);
        const answer = await sender.send({
          path: '/orders',
          body: JSON.stringify(canaryOrder(index)),
          headers: { 'idempotency-key': `CANARY-KEY-${String(index)}` },
        });
        expect(answer.status).toBe(201);
      }
    };
    await Promise.all(times(6, place));
    for (const request of refused) expect((await sender.send(request)).status).toBeLessThan(500);
    await sendPoison();
    const witnesses = witnessesOf(system.connection);
    const open = ['PENDING', 'PROCESSING'];
    await until(
      async () => {
        const rows = await witnesses.table('orders');
        const ended = rows.filter(({ status }) => !open.includes(String(status)));
        return rows.length >= orders && ended.length === rows.length ? true : undefined;
      },
      { patienceMs: 90_000 },
    );
  });

  it('leave nothing of them in any log, and each record is one line', async () => {
    const logs = await telemetryOf(system.connection).logs();
    const all = [...logs.values()].flat();
    expect(all.length).toBeGreaterThan(orders * 5);
    expect(all.filter((message) => canary.test(message) || message.includes(String(system.connection.apiKey)))).toEqual([]); // prettier-ignore
    for (const name of ['order-creation', 'order-notification', 'process-payment'])
      expect(logs.get(`/aws/lambda/${name}`)?.length, name).toBeGreaterThan(0);
    const own = all.filter((message) => !/^(?:START|END|REPORT|INIT_START) /.test(message));
    expect(own.length).toBeGreaterThan(orders);
    expect(own.filter((message) => !isOneLineOfJson(message))).toEqual([]);
  });

  it('leave nothing of them in traces, metrics, alarms and executions', async () => {
    const telemetry = telemetryOf(system.connection);
    const traces = await telemetry.traces();
    expect(traces.join('').length).toBeGreaterThan(orders * 100);
    expect(traces.filter((trace) => canary.test(trace))).toEqual([]);
    const metrics = await telemetry.metrics();
    expect(metrics).toContain('OrdersCreated');
    expect(metrics).not.toMatch(canary);
    const histories = await telemetry.histories(100);
    expect(histories).toContain('ExecutionSucceeded');
    expect(histories).not.toMatch(canary);
  });

  it('leave nothing of them in what waits in queues, or beside a dead letter', async () => {
    const waiting = await until(
      async () => {
        const found = await telemetryOf(system.connection).waitingMessages();
        return found.some(({ Body }) => Body === poison) ? found : undefined;
      },
      { patienceMs: 60_000 },
    );
    // The poison is ours; its attributes say how often it was tried, and nothing else.
    const texts = waiting.map((each) => JSON.stringify(each.Body === poison ? { ...each, Body: '' } : each));
    expect(texts.filter((message) => canary.test(message))).toEqual([]);
    expect(system.output()).not.toMatch(canary);
  });
});

/** Also what the runtime of Lambda itself says of a thrown error: its own beginning, then JSON. */
function isOneLineOfJson(message: string): boolean {
  const record = message.trimEnd().replace(/^[\dTZ:.-]+\t[\w-]+\tERROR\tInvoke Error \t/, '');
  return Object.keys(fieldsOf(record)).length > 0 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(record);
}

async function sendPoison(): Promise<void> {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey, outputs } = system.connection;
  const client = new SQSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  await client.send(new SendMessageCommand({ QueueUrl: outputs['OrderQueueURL'], MessageBody: poison }));
}

it('a fault of ours is 500 with a request id and nothing of the inside (S23)', async () => {
  const { awsEndpointUrl: endpoint, region, accessKeyId, secretAccessKey, outputs } = system.connection;
  const config = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(config));
  const orderId = '550e8400-e29b-41d4-a716-446655440000';
  const damaged = { orderId, createdAt: 'CANARY', status: 'COMPLETED', customerId: 7 };
  await documents.send(new PutCommand({ TableName: outputs['OrdersTableName'], Item: damaged }));
  const request = { path: `/orders/${orderId}` };
  const answer = await sender.send(request);
  expect(answer.status).toBe(500);
  expect(Object.keys(fieldsOf(answer.text))).toEqual(['error', 'message', 'requestId']);
  expect(answer.text).not.toMatch(canary);
  expect(brokenRules(request, answer)).toEqual(['answered 500']);
});

it.runIf(process.platform === 'linux')('every socket that listens is on loopback (S31)', () => {
  const sockets = listeningSockets(Number(system.process.pid));
  expect(sockets.length).toBeGreaterThanOrEqual(2);
  expect(sockets.filter((socket) => !isLoopback(socket))).toEqual([]);
  expect(isLoopback('tcp 00000000:0BB8') || isLoopback('tcp6 00000000000000000000000000000000:0BB8')).toBe(false); // prettier-ignore
});

it('what is stored is for its owner alone (S40)', () => {
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  expect(modeOf(system.directory)).toBe('700');
  const files = readdirSync(system.directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  const modes = files.map(({ name }) => [name, modeOf(join(system.directory, name))]);
  expect(modes.map(([name]) => name)).toEqual(expect.arrayContaining(['sandbox.json', 'sandbox.sqlite']));
  expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
});

it('slow senders are cut off, in their head as in their body (S32, F65)', async () => {
  for (const { after, answer } of await Promise.all(slow)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(fieldsOf(answer.split('\r\n\r\n')[1] ?? '')['error']).toBe('RequestTimeout');
    expect(after).toBeGreaterThan(9_000);
  }
});
