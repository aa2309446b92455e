import { expect, it } from 'vitest';
import { check } from './check.ts';
import type { ClientAnswer, Evidence, Item } from './evidence.ts';

const orderId = 'order-1';
const items = [{ productId: 'BOOK', quantity: 2, price: 19.99 }];
const order: Item = { customerId: 'CUST-1', customerEmail: 'one@example.com', items };
const row: Item = {
  ...order,
  orderId,
  status: 'COMPLETED',
  totalAmount: 39.98,
  createdAt: '2024-01-15T10:30:00.000Z',
  updatedAt: '2024-01-15T10:30:05.000Z',
};
const accepted: ClientAnswer = {
  status: 201,
  body: JSON.stringify({ orderId, status: 'PENDING', totalAmount: 39.98 }),
  isReplay: false,
};
const read: ClientAnswer = { status: 200, body: JSON.stringify(row), isReplay: false };
const charge: Item = {
  paymentKey: orderId,
  kind: 'CHARGE',
  amountMinor: 3_998,
  at: '2024-01-15T10:30:01.000Z',
};
const letter = { channel: 'email', to: ['one@example.com'], subject: 'x', tags: { 'notification-id': `${orderId}_COMPLETED` } }; // prettier-ignore

/** One order that went well. */
const honest: Evidence = {
  requests: [{ customerId: 'CUST-1', idempotencyKey: 'key-1', order, answers: [accepted] }],
  reads: new Map([[orderId, read]]),
  readsAtOnce: new Map([[orderId, read]]),
  listed: [orderId],
  orders: [row],
  provider: [charge],
  stockBefore: [{ productId: 'BOOK', available: 10, reserved: 0 }],
  stockSeen: [
    [{ productId: 'BOOK', available: 8, reserved: 2 }],
    [{ productId: 'BOOK', available: 8, reserved: 0 }],
  ],
  history: [
    { orderId, to: 'PENDING' },
    { orderId, from: 'PENDING', to: 'PROCESSING' },
    { orderId, from: 'PROCESSING', to: 'COMPLETED' },
  ],
  letters: [letter],
  deadLetters: {},
  logs: { canaries: ['one@example.com'], text: '{"level":"INFO"}' },
  trouble: { crashes: 0, hasFaults: false, poison: {}, hasLostMessages: false, endedAt: 0, clockSkewMs: 0, cutOffMails: 0 }, // prettier-ignore
};

it('finds nothing wrong with honest evidence', () => {
  expect(check(honest)).toEqual([]);
});

const failed = { ...row, status: 'FAILED', failureReason: 'PROCESSING_ERROR' };
const refund: Item = { ...charge, kind: 'REFUND', at: '2024-01-15T10:30:02.000Z' };
const tombstone: Item = { paymentKey: orderId, kind: 'VOID', at: '2024-01-15T10:30:00.500Z' };
const other = { ...accepted, body: accepted.body.replace(orderId, 'order-2') };
const answered = (...answers: readonly (ClientAnswer | undefined)[]): Partial<Evidence> => ({
  requests: [{ customerId: 'CUST-1', idempotencyKey: 'key-1', order, answers }],
});

/** Lies, and the promise that each breaks. */
const lies: readonly (readonly [string, string, Partial<Evidence>])[] = [
  ['an accepted order cannot be read', 'I1', { reads: new Map() }],
  ['an accepted order reads 404', 'I1', { reads: new Map([[orderId, { ...read, status: 404 }]]) }],
  ['an order lost a cent', 'I1', { reads: new Map([[orderId, { ...read, body: read.body.replace('39.98', '39.97') }]]) }],
  ['an order has another customer', 'I1', { reads: new Map([[orderId, { ...read, body: read.body.replace('CUST-1', 'CUST-2') }]]) }],
  ['an order is stuck', 'I2', { orders: [{ ...row, status: 'PROCESSING' }] }],
  ['an order took an hour', 'I2', { orders: [{ ...row, updatedAt: '2024-01-15T11:30:05.000Z' }] }],
  ['a status went back', 'I3', { history: [...honest.history, { orderId, from: 'COMPLETED', to: 'PROCESSING' }] }],
  ['a status was skipped', 'I3', { history: [honest.history[0] ?? { orderId, to: '' }, { orderId, from: 'PENDING', to: 'COMPLETED' }] }],
  ['an order ended twice', 'I8', { history: [...honest.history, { orderId, from: 'PROCESSING', to: 'COMPLETED' }] }],
  ['a completed order is not paid', 'I4', { provider: [] }],
  ['a completed order is paid a cent less', 'I4', { provider: [{ ...charge, amountMinor: 3_997 }] }],
  ['a completed order is refunded', 'I4', { provider: [charge, refund] }],
  ['a failed order keeps the money', 'I4', { orders: [failed] }],
  ['more was refunded than captured', 'I4', { orders: [failed], provider: [charge, { ...refund, amountMinor: 4_000 }] }],
  ['a capture follows its void', 'I4', { provider: [tombstone, charge] }],
  ['a payment is of no order', 'I4', { provider: [charge, { ...charge, paymentKey: 'order-1#2' }] }],
  ['a payment was captured twice', 'I8', { provider: [charge, charge] }],
  ['a payment was refunded twice', 'I8', { orders: [failed], provider: [charge, refund, refund] }],
  ['stock is missing', 'I5', { stockSeen: [[{ productId: 'BOOK', available: 7, reserved: 0 }]] }],
  ['stock stays reserved', 'I5', { stockSeen: [[{ productId: 'BOOK', available: 8, reserved: 1 }]] }],
  ['stock was negative for a moment', 'I5', { stockSeen: [[{ productId: 'BOOK', available: -1, reserved: 0 }], ...honest.stockSeen] }],
  ['stock grew for a moment', 'I5', { stockSeen: [[{ productId: 'BOOK', available: 10, reserved: 2 }], ...honest.stockSeen] }],
  ['nobody was told', 'I6', { letters: [] }],
  ['the customer was told the opposite as well', 'I6', { letters: [letter, { ...letter, tags: { 'notification-id': `${orderId}_FAILED` } }] }],
  ['a notice carries no id', 'I6', { letters: [letter, { ...letter, tags: {} }] }],
  ['a notice came twice without a reason', 'I6', { letters: [letter, letter] }],
  ['a key was answered in other words', 'I7', answered(accepted, { ...accepted, body: `${accepted.body} ` })],
  ['a key made two orders', 'I7', { ...answered(accepted, other), orders: [row, { ...row, orderId: 'order-2' }] }],
  ['an unanswered attempt made a second order', 'I7', { ...answered(undefined, accepted), orders: [row, { ...row, orderId: 'order-2' }] }],
  ['a promised order is nowhere', 'I9', { orders: [] }],
  ['a message died', 'I9', { deadLetters: { 'order-dlq': ['{}'] } }],
  ['poison vanished', 'I9', { trouble: { ...honest.trouble, poison: { 'order-dlq': ['poison'] } } }],
  ['a client saw a 500', 'I10', answered({ ...accepted, status: 500 }, accepted)],
  ['a client saw a 503 without trouble', 'I10', answered({ ...accepted, status: 503 }, accepted)],
  ['a log names the customer', 'I12', { logs: { canaries: ['one@example.com'], text: 'sent to one@example.com' } }],
  ['an order was not there after its 201', 'I14', { readsAtOnce: new Map([[orderId, { ...read, status: 404 }]]) }],
  ['an order is not listed', 'I14', { listed: [] }],
  ['an order is listed twice', 'I14', { listed: [orderId, orderId] }],
]; // prettier-ignore

it.each(lies)('sees that %s (%s)', (_, invariant, lie) => {
  expect(check({ ...honest, ...lie }).map((violation) => violation.invariant)).toContain(invariant);
});

it('allows copies of a mail only for sends that were cut off', () => {
  const letters = [letter, letter, letter];
  const told = (trouble: Partial<Evidence['trouble']>) =>
    check({ ...honest, letters, trouble: { ...honest.trouble, ...trouble } });
  expect(told({ crashes: 1 })).toEqual([]);
  expect(told({ cutOffMails: 1 })).toHaveLength(1);
});
