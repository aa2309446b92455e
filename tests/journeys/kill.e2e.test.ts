import { afterAll, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import { startSystem } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';

let system: RunningSystem | undefined;
afterAll(() => system?.dispose());

const perRound = 10;
const rounds = 3;

it('carries every accepted order to its end, charged once, over kill -9 in the middle of work', async () => {
  system = await startSystem();
  const { directory } = system;
  const stockBefore = Number((await witnessesOf(system.connection).stock('PROD-002'))?.['available']);
  const accepted: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const client = orderClient(system.connection);
    // Half of them are answered before the kill, the others are cut off wherever they are.
    for (let order = 0; order < perRound / 2; order += 1) accepted.push(await client.place(exampleOrder));
    const cutOff = Array.from({ length: perRound / 2 }, () =>
      client.place(exampleOrder).then(
        (orderId) => accepted.push(orderId),
        () => undefined,
      ),
    );
    await system.kill();
    await Promise.all(cutOff);
    system = await startSystem(directory);
  }
  const client = orderClient(system.connection);
  for (const orderId of accepted) {
    expect(await client.ended(orderId, 60_000)).toMatchObject({ status: 'COMPLETED', totalAmount: 109.97 });
  }
  const witnesses = witnessesOf(system.connection);
  const orders = await witnesses.table('orders');
  const completed = orders.filter((order) => order['status'] === 'COMPLETED');
  const charges = (await witnesses.table('simulated-provider')).filter((entry) => entry['kind'] === 'CHARGE');
  expect(new Set(charges.map((charge) => charge['paymentKey'])).size).toBe(charges.length);
  expect(Number((await witnesses.stock('PROD-002'))?.['available'])).toBe(stockBefore - completed.length);
});
