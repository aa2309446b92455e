import { one, orderOf, paidBy } from './path.ts';
import type { Path } from './path.ts';

/** Longer than any task tries and any execution compensates. */
const late = { delayMs: 280_000 };

const commit = { who: 'UpdateInventory', call: 'dynamodb:TransactWriteItems' };

const poison = [
  'no JSON',
  JSON.stringify({ orderId: 'nobody', createdAt: '2024-01-15T10:30:00.000Z', traceHeader: '' }),
];

/** Ways that orders go when services, queues or people make trouble. */
export const troubledPaths: readonly Path[] = [
  {
    ...{ name: 'refund refused once, then given', faults: ['F46', 'F51'] },
    wishes: paidBy('tok_refund_fails_once'),
    rules: [{ ...commit, trouble: 'fail' }],
    ...{ trouble: { hasFaults: true }, ends: 'FAILED', failureReason: 'PROCESSING_ERROR' },
  },
  {
    ...{ name: 'completed, with every answer lost', faults: ['F17', 'F52'], wishes: one() },
    rules: [{ ...commit, trouble: 'lose-answer' }],
    ...{ trouble: { hasFaults: true }, ends: 'COMPLETED' },
  },
  {
    ...{ name: 'every message twice', faults: ['F23', 'F24'], wishes: one(), ends: 'COMPLETED' },
    behaviour: { disorder: { duplicates: 1, duplicatesWithin: 60_000, reorder: true } },
  },
  {
    ...{ name: 'notice not taken at first', faults: ['F53'], wishes: one(), ends: 'COMPLETED' },
    rules: [{ who: 'OrderWorkflow', call: 'sns:Publish', times: 20, trouble: 'fail' }],
    trouble: { hasFaults: true },
  },
  {
    ...{
      name: 'mail refused, then accepted with its answer lost',
      faults: ['F55'],
      wishes: one(),
      ends: 'COMPLETED',
    },
    rules: [
      { who: 'OrderNotification', call: 'ses:SendEmail', times: 3, trouble: 'fail' },
      { who: 'OrderNotification', call: 'ses:SendEmail', after: 4, times: 1, trouble: 'lose-answer' },
    ],
    trouble: { hasFaults: true },
  },
  {
    ...{ name: 'one key asked three times', faults: ['F64'], ends: 'COMPLETED' },
    wishes: [...one(), ...one(), ...one()],
  },
  {
    ...{ name: 'charges land after the void', faults: ['F07', 'F44', 'F45'], wishes: one() },
    rules: [{ who: 'ProcessPayment', call: 'dynamodb:TransactWriteItems', times: 3, trouble: late }],
    ...{ behaviour: { outlivesTimeout: true }, trouble: { hasFaults: true }, ends: 'either' },
  },
  {
    ...{ name: 'completions land after the fence', faults: ['F07', 'F35'], wishes: one(), ends: 'either' },
    rules: [{ ...commit, times: 6, trouble: late }],
    ...{ behaviour: { outlivesTimeout: true }, trouble: { hasFaults: true } },
  },
  {
    ...{ name: 'holds land after the release', faults: ['F07'], wishes: one(), ends: 'either' },
    rules: [{ who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', times: 6, trouble: late }],
    ...{ behaviour: { outlivesTimeout: true }, trouble: { hasFaults: true } },
  },
  {
    ...{ name: 'fences land after the completion', faults: ['F07', 'F35'], wishes: one(), ends: 'either' },
    rules: [
      { ...commit, times: 6, trouble: { delayMs: 130_000 } },
      { who: 'FenceOrder', call: 'dynamodb:PutItem', trouble: { delayMs: 130_000 } },
    ],
    ...{ behaviour: { outlivesTimeout: true }, trouble: { hasFaults: true } },
  },
  {
    ...{ name: 'execution aborted from outside', faults: ['F35'], wishes: one(), ends: 'either' },
    onRestart: (account) => account.abortExecutions(),
  },
  {
    ...{ name: 'three want the last one', faults: ['F50'], ends: 'either' },
    // The first two have seen it in stock before either holds it.
    rules: [
      { who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', times: 2, trouble: { delayMs: 3_000 } },
    ],
    wishes: ['ann', 'bob', 'cid'].map((name) => ({
      order: orderOf(name, { items: [{ productId: 'LAST', quantity: 1, price: 5 }] }),
      idempotencyKey: `key-${name}`,
    })),
  },
  {
    ...{ name: 'poison among orders', faults: ['F25', 'F56'], wishes: one(), ends: 'COMPLETED' },
    prepare: async (account) => {
      for (const queue of ['order-queue', 'order-notification-queue'])
        for (const body of poison) await account.send(queue, body);
    },
    trouble: { poison: { 'order-dlq': poison, 'order-notification-dlq': poison } },
  },
];
