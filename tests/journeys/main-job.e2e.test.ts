import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrder, orderClient } from '../order-client.ts';
import type { OrderClient } from '../order-client.ts';
import { startSystem, until } from '../running-system.ts';
import type { RunningSystem } from '../running-system.ts';
import { witnessesOf } from '../witnesses.ts';
import type { Witnesses } from '../witnesses.ts';

let system: RunningSystem;
let client: OrderClient;
let witnesses: Witnesses;
beforeAll(async () => {
  system = await startSystem();
  client = orderClient(system.connection);
  witnesses = witnessesOf(system.connection);
});
afterAll(() => system.dispose());

const paidBy = (paymentToken: string) => ({ ...exampleOrder, paymentToken });

describe('an order', () => {
  it('is accepted, paid, taken from stock, COMPLETED and told to the customer', async () => {
    const before = await witnesses.stock('PROD-001');
    const customerEmail = 'journey@example.com';
    const { status, headers, body } = await client.post({ ...exampleOrder, customerEmail });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      message: 'Order created successfully',
      status: 'PENDING',
      totalAmount: 109.97,
    });
    const orderId = String(body['orderId']);
    expect(headers.get('location')).toContain(`/orders/${orderId}`);

    expect(await client.ended(orderId)).toMatchObject({
      status: 'COMPLETED',
      totalAmount: 109.97,
      currency: 'USD',
    });
    const charges = (await witnesses.provider(orderId)).filter((entry) => entry['kind'] === 'CHARGE');
    expect(charges).toHaveLength(1);
    const after = await witnesses.stock('PROD-001');
    expect(Number(after?.['available'])).toBe(Number(before?.['available']) - 2);
    const mails = await until(async () => {
      const found = await witnesses.mails(customerEmail);
      return found.some((mail) => mail.text.includes('109.97')) ? found : undefined;
    });
    expect(mails.length).toBeGreaterThan(0);
  });

  it('is read by id and listed newest first', async () => {
    const first = await client.place(exampleOrder);
    const second = await client.place(exampleOrder);
    expect((await client.get(`/orders/${first}`)).body).toMatchObject({
      orderId: first,
      items: exampleOrder.items,
    });
    await client.ended(first);
    await client.ended(second);
    const { body } = await client.get('/orders?status=COMPLETED&limit=2');
    expect(body).toMatchObject({
      count: 2,
      filter: { status: 'COMPLETED' },
      orders: [{ orderId: second }, { orderId: first }],
    });
  });
});

describe('an order that cannot be carried out', () => {
  it.each([
    ['tok_declined', 'PAYMENT_DECLINED'],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS'],
  ])('with %s ends FAILED with %s and no charge', async (token, failureReason) => {
    const before = await witnesses.stock('PROD-002');
    const orderId = await client.place(paidBy(token));
    expect(await client.ended(orderId)).toMatchObject({ status: 'FAILED', failureReason });
    expect((await witnesses.provider(orderId)).filter((entry) => entry['kind'] === 'CHARGE')).toEqual([]);
    expect((await witnesses.stock('PROD-002'))?.['available']).toBe(before?.['available']);
  });

  it('for a sold-out product ends FAILED with no charge', async () => {
    const orderId = await client.place({
      ...exampleOrder,
      items: [{ productId: 'PROD-SOLD-OUT', quantity: 1, price: 5 }],
    });
    expect(await client.ended(orderId)).toMatchObject({ status: 'FAILED', failureReason: 'OUT_OF_STOCK' });
    expect(await witnesses.provider(orderId)).toEqual([]);
  });
});

describe('an order whose payment has trouble', () => {
  it.each(['tok_timeout_after_charge', 'tok_timeout_then_success', 'tok_unavailable_once'])(
    'with %s ends COMPLETED with exactly one charge',
    async (token) => {
      const orderId = await client.place(paidBy(token));
      expect(await client.ended(orderId, 30_000)).toMatchObject({ status: 'COMPLETED' });
      const charges = (await witnesses.provider(orderId)).filter((entry) => entry['kind'] === 'CHARGE');
      expect(charges).toHaveLength(1);
    },
  );
});

it('prints no fault and stops cleanly at Ctrl-C', async () => {
  expect(system.output()).not.toMatch(/fault|Warning|Error/);
  expect(await system.interrupt()).toBe(0);
  expect(system.output()).toContain(`Stopped. Everything is kept in ${system.directory}.`);
});
