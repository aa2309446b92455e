import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOrderSchema } from './create-order.ts';
import { detailsOf, inOurWords } from './issue-details.ts';

const line = { productId: 'PROD-001', quantity: 2, price: 29.99 };
const valid = { customerId: 'CUST-12345', items: [line] };
const address = { street: '123 Main St', city: 'New York', state: 'NY', zipCode: '10001', country: 'USA' };

const pathsOf = (body: unknown): readonly string[] => {
  const parsed = createOrderSchema.safeParse(body);
  return parsed.success ? [] : detailsOf(parsed.error).map((detail) => detail.path);
};

test('fills in the documented defaults', () => {
  expect(createOrderSchema.parse(valid)).toMatchObject({ currency: 'USD', paymentToken: 'tok_visa' });
});

test.each([
  {
    ...valid,
    customerEmail: 'customer@example.com',
    customerPhone: '+14155550123',
    shippingAddress: address,
  },
  { ...valid, currency: 'EUR', paymentToken: 'tok_declined', metadata: { channel: 'web', 'ref.no': '42' } },
  { ...valid, items: Array.from({ length: 50 }, () => line) },
  { ...valid, items: [{ ...line, quantity: 1000, price: 1_000_000 }] },
  { ...valid, customerId: 'Zoë 🛒 مرحبا' },
])('accepts %j', (body) => {
  expect(pathsOf(body)).toEqual([]);
});

describe('refuses, and says where:', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['no body', null, ['']],
    ['an array', [valid], ['']],
    ['nothing in it', {}, ['customerId', 'items']],
    ['a status of its own', { ...valid, status: 'COMPLETED' }, ['status']],
    ['a total and an id of its own', { ...valid, totalAmount: 1, orderId: 'x' }, ['totalAmount', 'orderId']],
    ['an unknown field in a line', { ...valid, items: [{ ...line, discount: 1 }] }, ['items[0].discount']],
    ['a blank customer', { ...valid, customerId: '   ' }, ['customerId']],
    ['a customer of 129 characters', { ...valid, customerId: 'x'.repeat(129) }, ['customerId']],
    ['NUL in the customer', { ...valid, customerId: 'a\0b' }, ['customerId']],
    ['a line break in the customer', { ...valid, customerId: 'a\nb' }, ['customerId']],
    ['a lone surrogate', { ...valid, customerId: 'a\ud800b' }, ['customerId']],
    ['a body that was not UTF-8', { ...valid, customerId: 'Caf\ufffd' }, ['customerId']],
    ['a direction override', { ...valid, customerId: 'a\u202eb' }, ['customerId']],
    ['a number as customer', { ...valid, customerId: 12345 }, ['customerId']],
    ['null as e-mail', { ...valid, customerEmail: null }, ['customerEmail']],
    [
      'a header in the e-mail',
      { ...valid, customerEmail: 'a@b.example\r\nBcc: c@d.example' },
      ['customerEmail'],
    ],
    [
      'an e-mail of 255 characters',
      { ...valid, customerEmail: `${'a'.repeat(243)}@example.com` },
      ['customerEmail'],
    ],
    ['a national phone number', { ...valid, customerPhone: '0123456789' }, ['customerPhone']],
    ['no lines', { ...valid, items: [] }, ['items']],
    ['51 lines (F22)', { ...valid, items: Array.from({ length: 51 }, () => line) }, ['items']],
    ['a line that is none', { ...valid, items: [null] }, ['items[0]']],
    ['a product with a slash', { ...valid, items: [{ ...line, productId: '../x' }] }, ['items[0].productId']],
    ['quantity 0', { ...valid, items: [{ ...line, quantity: 0 }] }, ['items[0].quantity']],
    ['quantity -1', { ...valid, items: [{ ...line, quantity: -1 }] }, ['items[0].quantity']],
    ['quantity 1001', { ...valid, items: [{ ...line, quantity: 1001 }] }, ['items[0].quantity']],
    ['quantity 1.5', { ...valid, items: [{ ...line, quantity: 1.5 }] }, ['items[0].quantity']],
    ['quantity as text', { ...valid, items: [{ ...line, quantity: '2' }] }, ['items[0].quantity']],
    ['price 0', { ...valid, items: [{ ...line, price: 0 }] }, ['items[0].price']],
    ['three decimals', { ...valid, items: [{ ...line, price: 29.999 }] }, ['items[0].price']],
    ['a price above the limit', { ...valid, items: [{ ...line, price: 1_000_000.01 }] }, ['items[0].price']],
    ['a huge price', { ...valid, items: [{ ...line, price: 1e308 }] }, ['items[0].price']],
    ['an incomplete address', { ...valid, shippingAddress: { street: 'x' } }, ['shippingAddress.city']],
    ['yen', { ...valid, currency: 'JPY' }, ['currency']],
    ['a lower-case currency', { ...valid, currency: 'usd' }, ['currency']],
    ['a token with spaces', { ...valid, paymentToken: 'tok visa' }, ['paymentToken']],
    ['nested metadata', { ...valid, metadata: { a: { b: 'c' } } }, ['metadata.a']],
    ['21 metadata entries', { ...valid, metadata: Object.fromEntries(many(21)) }, ['metadata']],
  ])('%s', (_what, body, paths) => {
    expect(pathsOf(body)).toEqual(expect.arrayContaining([...paths]));
  });

  test.each(['__proto__', 'constructor', 'prototype'])('%s as a field', (name) => {
    const body: unknown = JSON.parse(
      `{"customerId":"c","items":[{"productId":"p","quantity":1,"price":1}],"${name}":{}}`,
    );
    expect(pathsOf(body)).toEqual([name]);
  });
});

test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('%s in metadata is refused', (name) => {
  const metadata: unknown = JSON.parse(`{"ok":"yes","${name}":"x"}`);
  expect(pathsOf({ ...valid, metadata })).toEqual([`metadata.${name}`]);
  expect(pathsOf({ ...valid, metadata: { ok: 'yes' } })).toEqual([]);
});

test('a field that is not there is required, in words of JSON', () => {
  const parsed = createOrderSchema.safeParse({ items: [{}] }, { error: inOurWords });
  const details = parsed.success ? [] : detailsOf(parsed.error);
  expect(details.map(({ path, message }) => `${path} ${message}`)).toEqual([
    'customerId is required',
    'items[0].productId is required',
    'items[0].quantity is required',
    'items[0].price is required',
  ]);
});

test('what is wrong is said in words that follow the name of the field', () => {
  const told = (change: object) => {
    const parsed = createOrderSchema.safeParse({ ...valid, ...change }, { error: inOurWords });
    return parsed.success ? [] : detailsOf(parsed.error).map(({ path, message }) => `${path} ${message}`);
  };
  const line = { productId: 'P', quantity: 1, price: 1 };
  expect(told({ customerId: 7 })).toEqual(['customerId must be text']);
  expect(told({ customerId: 'x'.repeat(129) })).toEqual(['customerId must have at most 128 characters']);
  expect(told({ customerEmail: 'me' })).toEqual(['customerEmail must be an e-mail address']);
  expect(told({ customerPhone: '1' })).toEqual(['customerPhone must match /^\\+[1-9]\\d{6,14}$/']);
  expect(told({ items: {} })).toEqual(['items must be a list']);
  expect(told({ items: [] })).toEqual(['items must not be empty']);
  expect(told({ items: [{ ...line, quantity: 0 }] })).toEqual(['items[0].quantity must be at least 1']);
  expect(told({ items: [{ ...line, quantity: 1.5 }] })).toEqual(['items[0].quantity must be a whole number']);
  expect(told({ items: [{ ...line, price: 1e7 }] })).toEqual(['items[0].price must be at most 1000000']);
  expect(told({ items: [{ ...line, price: 0.001 }] })).toEqual([
    'items[0].price must be at least 0.01',
    'items[0].price must have at most two decimals',
  ]);
  expect(told({ shippingAddress: 'x' })).toEqual(['shippingAddress must be an object']);
  expect(told({ metadata: { constructor: 'x' } })).toEqual(['metadata.constructor is not valid']);
});

test('no detail ever quotes a value, and every path is bounded', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 30, maxLength: 300 }), fc.jsonValue(), (name, value) => {
      const parsed = createOrderSchema.safeParse({ ...valid, [name]: value, customerPhone: 'canary-value' });
      const details = parsed.success ? [] : detailsOf(parsed.error);
      expect(details.length).toBeGreaterThan(0);
      expect(JSON.stringify(details)).not.toContain('canary-value');
      for (const { path } of details) expect(path).toMatch(/^[\w$.?[\]-]{0,140}$/);
    }),
  );
});

function many(count: number): [string, string][] {
  return Array.from({ length: count }, (_, index) => [`key${String(index)}`, 'x']);
}
