import { describe, expect, test } from 'vitest';
import { DependencyUnavailableError, OutcomeUnknownError } from '../kernel/faults.ts';
import { customerIdFrom } from '../kernel/ids.ts';
import { bookId, memoryWorld, penId } from '../testing/memory-world.ts';
import type { OrderDraft } from './order-draft.ts';
import { placeOrder, type PlaceOrder } from './place-order.ts';

const draft: OrderDraft = {
  customer: { customerId: customerIdFrom('CUST-12345'), paymentToken: 'tok_visa' },
  currency: 'USD',
  items: [
    { productId: bookId, quantity: 2, price: 29.99 },
    { productId: penId, quantity: 1, price: 49.99 },
  ],
};

const command: PlaceOrder = {
  draft,
  traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
  key: { id: 'caller#key', requestHash: 'hash-1' },
  render: (order) => ({ statusCode: 201, body: order.orderId, headers: {} }),
};

function given() {
  const world = memoryWorld();
  let made = 0;
  const ids = { orderId: () => `order-${String((made += 1))}` };
  return { world, deps: { ...world, ids } };
}

describe('placing an order', () => {
  test('stores it PENDING with the exact total of the documented example', async () => {
    const { world, deps } = given();
    await expect(placeOrder(deps, command)).resolves.toMatchObject({ kind: 'placed' });
    const [stored] = world.state.orders.values();
    expect(stored).toMatchObject({ status: 'PENDING', total: { minor: 10997 }, version: 1 });
    expect(stored).toMatchObject({ createdAt: '2026-01-15T10:30:00.000Z', traceHeader: command.traceHeader });
  });

  test('replays the first answer for the same key and request', async () => {
    const { world, deps } = given();
    const first = await placeOrder(deps, command);
    const second = await placeOrder(deps, command);
    expect(second).toEqual({ kind: 'replayed', response: first.kind === 'placed' && first.response });
    expect(world.state.orders.size).toBe(1);
  });

  test('refuses the same key for another request', async () => {
    const { deps } = given();
    await placeOrder(deps, command);
    const other = { ...command, key: { id: 'caller#key', requestHash: 'hash-2' } };
    await expect(placeOrder(deps, other)).resolves.toEqual({ kind: 'key-reused' });
  });

  test('forgets a key after 24 hours, whether or not its record was deleted (F21)', async () => {
    const { world, deps } = given();
    await placeOrder(deps, command);
    const at = (hours: number) => ({ ...deps, clock: { now: () => world.clock.now() + hours * 3_600_000 } });
    await expect(placeOrder(at(23.99), command)).resolves.toMatchObject({ kind: 'replayed' });
    await expect(placeOrder(at(24), command)).resolves.toMatchObject({ kind: 'placed' });
  });

  test('answers "in progress" while the first request is still being stored', async () => {
    const { deps } = given();
    const orders = { ...deps.orders, place: async () => ({ kind: 'key-contended' }) as const };
    await expect(placeOrder({ ...deps, orders }, command)).resolves.toEqual({ kind: 'key-in-progress' });
  });
});

describe('when the answer of the write is lost', () => {
  const lost = new OutcomeUnknownError('timed out');

  test('an order that is there was placed', async () => {
    const { deps } = given();
    const orders: typeof deps.orders = {
      ...deps.orders,
      place: async (order, record) => {
        await deps.orders.place(order, record);
        throw lost;
      },
    };
    await expect(placeOrder({ ...deps, orders }, command)).resolves.toMatchObject({ kind: 'placed' });
  });

  test('an order that is not there is reported as not known to be stored', async () => {
    const { deps } = given();
    const orders = { ...deps.orders, place: () => Promise.reject(lost) };
    await expect(placeOrder({ ...deps, orders }, command)).rejects.toThrow(DependencyUnavailableError);
  });
});

test.each([
  [
    'a total beyond the limit',
    { items: Array.from({ length: 11 }, () => ({ ...line(), quantity: 1000, price: 1e6 })) },
    'items',
  ],
  ['a third decimal', { items: [{ ...line(), price: 1.001 }] }, 'items[0].price'],
  ['a price of zero', { items: [{ ...line(), price: 0 }] }, 'items[0].price'],
  ['a quantity of 1001', { items: [{ ...line(), quantity: 1001 }] }, 'items[0].quantity'],
  ['half a unit', { items: [line(), { ...line(), quantity: 0.5 }] }, 'items[1].quantity'],
  ['no lines', { items: [] }, 'items'],
  ['a currency without cents', { currency: 'JPY' }, 'currency'],
])('%s is refused and nothing is stored', async (_what, change, path) => {
  const { world, deps } = given();
  const outcome = await placeOrder(deps, { ...command, draft: { ...draft, ...change } });
  expect(outcome).toMatchObject({ kind: 'invalid', issues: [{ path }] });
  expect(world.state.orders.size + world.state.records.size).toBe(0);
});

function line() {
  return { productId: bookId, quantity: 1, price: 1 };
}
