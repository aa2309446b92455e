import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { startSystem, until } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';
import { apiSender, fieldsOf } from './api-sender.ts';
import type { ApiSender } from './api-sender.ts';
import { apiKeyCases } from './cases/api-keys.ts';
import { contentTypeCases } from './cases/content-types.ts';
import { fieldCases } from './cases/fields.ts';
import { jsonSyntaxCases } from './cases/json-syntax.ts';
import { numberCases } from './cases/numbers.ts';
import { readCases } from './cases/reads.ts';
import { routeCases } from './cases/routes.ts';
import { sizeCases } from './cases/sizes.ts';
import { textCases } from './cases/texts.ts';
import { brokenRules } from './general-rules.ts';
import { sendAndLeave, sendBytes, wireFaults } from './wire-faults.ts';

const cases = [...apiKeyCases, ...jsonSyntaxCases, ...contentTypeCases, ...fieldCases, ...numberCases, ...textCases, ...sizeCases, ...readCases, ...routeCases]; // prettier-ignore

/** No request may keep the system busy: the slowest rules are linear in the size of a body. */
const mostMs = 3_000;

let system: RunningSystem;
let sender: ApiSender;
/** Orders whose 201 came back. */
const accepted = new Set<string>();
beforeAll(async () => {
  // Code that walks over a prototype of an object from outside fails loudly (S28).
  vi.stubEnv('NODE_OPTIONS', '--disable-proto=throw');
  system = await startSystem();
  sender = apiSender(system.connection);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  sender.close();
  await system.dispose();
});

it.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, { request, expected }) => {
  const answer = await sender.send(request);
  const body = fieldsOf(answer.text);
  if (answer.status === 201) accepted.add(String(body['orderId']));
  expect({ status: answer.status, error: body['error'] }, answer.text.slice(0, 500)).toEqual({
    status: expected.status,
    error: request.method === 'HEAD' ? undefined : expected.error,
  });
  if (expected.path !== undefined) {
    expect(body['details']).toContainEqual(expect.objectContaining({ path: expected.path }));
  }
  expect(brokenRules(request, answer), answer.text.slice(0, 500)).toEqual([]);
  expect(answer.took).toBeLessThan(mostMs);
});

it.each(wireFaults)('wire: $name', async ({ bytes, expected }) => {
  const answer = await sendBytes(system.connection, bytes);
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  expect(status === undefined ? 'gone' : Number(status), answer).toBe(expected);
  if (status === undefined) return;
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('content-type: application/json');
  expect(head.toLowerCase()).not.toMatch(/set-cookie|access-control-allow-credentials|server:/);
  expect(fieldsOf(body)['message']).toEqual(expect.any(String));
});

it('wire: clients that leave at any point of their request', async () => {
  const body = JSON.stringify(exampleOrder);
  const head = `POST /prod/orders HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${String(system.connection.apiKey)}\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
  const whole = head + body;
  // All but the whole: an order that has gone out in full may be taken, whoever listens to the answer.
  const cuts = [0, 1, 20, 60, head.length, head.length + 1, whole.length - 1];
  await Promise.all(cuts.map((cut) => sendAndLeave(system.connection, whole.slice(0, cut))));
});

describe('afterwards', () => {
  it('there were at least 150 requests, and some of them were good', () => {
    expect(cases.length + wireFaults.length).toBeGreaterThan(150);
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(accepted.size).toBe(cases.filter(({ expected }) => expected.status === 201).length);
  });

  it('the tables hold the accepted orders and nothing of a refused request', async () => {
    const witnesses = witnessesOf(system.connection);
    const orders = await witnesses.table('orders');
    expect(new Set(orders.map((order) => order['orderId']))).toEqual(accepted);
    const keys = (await witnesses.table('idempotency')).map(({ id }) => String(id));
    const used = cases.filter(
      ({ request, expected }) =>
        request.headers?.['idempotency-key'] !== undefined && expected.status === 201,
    );
    expect(keys.filter((id) => id.startsWith('order#'))).toHaveLength(used.length);
    const payments = new Set((await witnesses.table('payments')).map(({ paymentId }) => paymentId));
    expect([...payments].filter((id) => !accepted.has(String(id)))).toEqual([]);
  });

  it('every odd order that was taken comes to an end that its customer can understand', async () => {
    const witnesses = witnessesOf(system.connection);
    const orders = await until(
      async () => {
        const rows = await witnesses.table('orders');
        return rows.every(({ status }) => status === 'COMPLETED' || status === 'FAILED') ? rows : undefined;
      },
      { patienceMs: 60_000 },
    );
    const reasons = orders.flatMap(({ failureReason }) =>
      failureReason === undefined ? [] : [failureReason],
    );
    expect(new Set(reasons)).toEqual(new Set(['PAYMENT_DECLINED']));
  });

  it('the system is as it was: it takes an order to its end and reports no fault', async () => {
    const client = orderClient(system.connection);
    const orderId = await client.place(exampleOrder);
    expect(await client.ended(orderId, 60_000)).toMatchObject({ status: 'COMPLETED' });
    expect(system.output()).not.toMatch(/fault in/);
  });
});
