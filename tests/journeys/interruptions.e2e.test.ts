import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { startSystem, until } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';

const customers = Array.from({ length: 50 }, (_, index) => `CUST-${String(index)}`);
const orderOf = (customerId: string) => ({
  ...exampleOrder,
  customerId,
  customerEmail: `${customerId}@example.com`,
});
/** Orders that must be stored when the signal comes. */
const enough = 25;
/** Milliseconds. */
const stopsWithin = 10_000;

let system: RunningSystem;
afterAll(() => system.dispose());

it('fifty clients leave before their answer, and SIGTERM comes while their orders are open: it stops in 10 s with code 0 (F03)', async () => {
  system = await startSystem();
  const { table } = witnessesOf(system.connection);
  await Promise.all(customers.map(sendAndLeave));
  // Who left may have been refused, too, on a busy machine: nobody was there to ask again.
  const open = await until(
    async () => {
      const stored = await table('orders');
      return stored.length >= enough ? stored.filter(({ status }) => status !== 'COMPLETED') : undefined;
    },
    { patienceMs: 60_000 },
  );
  expect(open.length).toBeGreaterThan(0);
  const begun = performance.now();
  system.process.kill('SIGTERM');
  const [code] = (await once(system.process, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(stopsWithin);
});

it('each of them has one order, which its key gives again and which ends (F03, F64)', async () => {
  system = await startSystem(system.directory);
  const client = orderClient(system.connection);
  const askAgain = (customer: string) =>
    until(async () => {
      const answer = await client.post(orderOf(customer), { 'idempotency-key': customer });
      return answer.status === 503 ? undefined : answer;
    });
  const answers = await Promise.all(customers.map(askAgain));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const orders = await witnessesOf(system.connection).table('orders');
  expect(orders.map((order) => order['customerId']).sort()).toEqual([...customers].sort());
  expect(orders.map((order) => order['orderId']).sort()).toEqual(
    answers.map(({ body }) => body['orderId']).sort(),
  );
  for (const { body } of answers) {
    expect(await client.ended(String(body['orderId']), 60_000)).toMatchObject({ status: 'COMPLETED' });
  }
});

it('nobody was told anything twice (F03)', async () => {
  const { mails } = witnessesOf(system.connection);
  for (const customer of customers) {
    const subjects = await until(async () => {
      const told = (await mails(`${customer}@example.com`)).map(({ subject = '' }) => subject);
      return told.length > 0 ? told : undefined;
    });
    expect(new Set(subjects).size, `${customer}: ${subjects.join(', ')}`).toBe(subjects.length);
  }
});

/** Sends a whole order under a key of its own and is gone. */
async function sendAndLeave(customer: string): Promise<void> {
  const { apiEndpoint = '', apiKey = '' } = system.connection;
  const { hostname, port } = new URL(apiEndpoint);
  const body = JSON.stringify(orderOf(customer));
  const head = [
    'POST /prod/orders HTTP/1.1',
    'Host: localhost',
    `X-API-Key: ${apiKey}`,
    `Idempotency-Key: ${customer}`,
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ];
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, resolve));
  socket.destroy();
}
