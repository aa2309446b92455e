import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { startSystem } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';
import { apiSender, fieldsOf } from './api-sender.ts';
import type { ApiAnswer, ApiSender } from './api-sender.ts';
import { brokenRules } from './general-rules.ts';

let system: RunningSystem;
let sender: ApiSender;
beforeAll(async () => {
  system = await startSystem();
  sender = apiSender(system.connection);
});
afterAll(async () => {
  sender.close();
  await system.dispose();
});

const post = async (key: string | undefined, order: unknown): Promise<ApiAnswer> => {
  const request = {
    path: '/orders',
    body: typeof order === 'string' ? order : JSON.stringify(order),
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  };
  const answer = await sender.send(request);
  expect(brokenRules(request, answer), answer.text).toEqual([]);
  return answer;
};
const get = async (path: string): Promise<ApiAnswer & { readonly body: Record<string, unknown> }> => {
  const answer = await sender.send({ path });
  expect(brokenRules({ path }, answer), answer.text).toEqual([]);
  return { ...answer, body: fieldsOf(answer.text) };
};
const ordersOf = async (customerId: string): Promise<number> =>
  (await witnessesOf(system.connection).table('orders')).filter((order) => order['customerId'] === customerId)
    .length;
const orderOf = (customerId: string) => ({ ...exampleOrder, customerId });

describe('one key', () => {
  it('and one body: the first answer again, byte for byte, however the body is written', async () => {
    const order = orderOf('same-body');
    const first = await post('same-body', order);
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const turned = Object.fromEntries(Object.entries({ ...order, currency: 'USD' }).reverse());
    for (const body of [order, JSON.stringify(order, null, 2), turned]) {
      const again = await post('same-body', body);
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect(again.headers['location']).toBe(first.headers['location']);
      expect(again.headers['idempotent-replayed']).toBe('true');
    }
    expect(await ordersOf('same-body')).toBe(1);
  });

  it('and another body: 422, and the first order is what it was', async () => {
    const first = await post('other-body', orderOf('other-body'));
    for (const change of [{ customerId: 'other-body-2' }, { currency: 'EUR' }, { metadata: { a: 'b' } }]) {
      const answer = await post('other-body', { ...orderOf('other-body'), ...change });
      expect([answer.status, fieldsOf(answer.text)['error']]).toEqual([422, 'IdempotencyKeyReused']);
      expect(answer.text).not.toContain(String(fieldsOf(first.text)['orderId']));
    }
    expect((await post('other-body', orderOf('other-body'))).text).toBe(first.text);
    expect((await ordersOf('other-body')) + (await ordersOf('other-body-2'))).toBe(1);
  });

  it('and a body that was refused first: the key is still free', async () => {
    expect((await post('refused-first', { ...orderOf('refused-first'), items: [] })).status).toBe(400);
    const answer = await post('refused-first', orderOf('refused-first'));
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  it('ten times at once: one order, and everybody hears of that one or is told to wait (I7)', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('at-once', orderOf('at-once'))));
    const taken = answers.filter(({ status }) => status === 201);
    expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
    expect(taken.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    for (const { status, headers } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, headers['retry-after']]).toEqual([409, '1']);
    }
    expect(await ordersOf('at-once')).toBe(1);
  });

  it('ten times at once with ten bodies: one order, and nobody else is told of it', async () => {
    const bodies = Array.from({ length: 10 }, (_, index) => ({ ...orderOf('ten-bodies'), metadata: { n: String(index) } })); // prettier-ignore
    const answers = await Promise.all(bodies.map((body) => post('ten-bodies', body)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
    expect(await ordersOf('ten-bodies')).toBe(1);
  });

  it('is answered as before by the next process, after Ctrl-C and after kill -9 (I7)', async () => {
    const first = await post('restart', orderOf('restart'));
    for (const end of ['interrupt', 'kill'] as const) {
      sender.close();
      await system[end]();
      system = await startSystem(system.directory);
      sender = apiSender(system.connection);
      const again = await post('restart', orderOf('restart'));
      expect(again).toMatchObject({ status: 201, text: first.text });
      expect((await post('restart', orderOf('restart-other'))).status).toBe(422);
    }
    expect(await ordersOf('restart')).toBe(1);
  });
});

describe('reads', () => {
  it('find an order right after its 201, as it was sent', async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = orderOf(`right-after-${String(round)}`);
      const { orderId, createdAt, totalAmount } = fieldsOf((await post(undefined, order)).text);
      const { status, body } = await get(`/orders/${String(orderId)}`);
      expect([status, body]).toEqual([200, expect.objectContaining({ ...order, orderId, createdAt, totalAmount })]); // prettier-ignore
    }
  });

  it('take no cursor that no page gave', async () => {
    const { body: page } = await get('/orders?limit=2');
    const token = String(page['nextToken']);
    expect((await get(`/orders?limit=2&nextToken=${token}`)).status).toBe(200);
    const flipped = Array.from(
      token,
      (character, at) => token.slice(0, at) + (character === 'A' ? 'B' : 'A') + token.slice(at + 1),
    ).filter((_, at) => at % 7 === 0);
    const [payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from('[["2999-01-01T00:00:00.000Z","x"]]').toString('base64url');
    const bad = [...flipped, payload, `${payload}.`, `.${signature}`, `${forged}.${signature}`, `${token}.x`, `${token}${token}`, token.toUpperCase(), signature, 'null', 'W10']; // prettier-ignore
    for (const nextToken of bad) {
      const { status, body } = await get(`/orders?limit=2&nextToken=${nextToken}`);
      expect([status, body['error']], nextToken).toEqual([400, 'InvalidParameter']);
    }
    // Of another query, and of this one once more.
    expect((await get(`/orders?limit=2&status=PENDING&nextToken=${token}`)).status).toBe(400);
    expect((await get(`/orders?limit=2&nextToken=${token}`)).status).toBe(200);
  });
});

describe('a flood', () => {
  it('is turned away with 429 and Retry-After, and what was taken is carried out (F66)', async () => {
    sender.close();
    await system.kill();
    const limits = ['--parameter', 'ApiRateLimit=5', '--parameter', 'ApiBurstLimit=20'];
    system = await startSystem(system.directory, limits);
    sender = apiSender(system.connection);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(undefined, orderOf('flood'))));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(40);
    for (const { headers, text } of refused) {
      expect([headers['retry-after'], fieldsOf(text)['error']]).toEqual(['1', 'TooManyRequests']);
    }
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken.length + refused.length).toBe(100);
    expect(await ordersOf('flood')).toBe(taken.length);
    // The readers below share the limits.
    const client = orderClient(system.connection);
    for (const { text } of taken.slice(0, 3)) await client.ended(String(fieldsOf(text)['orderId']), 60_000);
  });
});
