import { faulty, many, one, orderOf, paidBy } from './path.ts';
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
    name: 'refund refused once, then given',
    faults: ['F46', 'F52'],
    wishes: paidBy('tok_refund_fails_once'),
    rules: [{ ...commit, trouble: 'fail' }],
    trouble: faulty,
    ends: 'FAILED',
    failureReason: 'PROCESSING_ERROR',
  },
  {
    name: 'completed, with every answer lost',
    faults: ['F17', 'F52'],
    wishes: one(),
    rules: [{ ...commit, trouble: 'lose-answer' }],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'every message twice',
    faults: ['F23', 'F24'],
    wishes: many(2),
    behaviour: { disorder: { duplicates: 1, duplicatesWithin: 60_000, reorder: true } },
    ends: 'COMPLETED',
  },
  {
    name: 'notice not taken at first',
    faults: ['F53'],
    wishes: one(),
    rules: [{ who: 'OrderWorkflow', call: 'sns:Publish', times: 20, trouble: 'fail' }],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'mail refused, then accepted with its answer lost',
    faults: ['F55'],
    wishes: one(),
    rules: [
      { who: 'OrderNotification', call: 'ses:SendEmail', times: 3, trouble: 'fail' },
      { who: 'OrderNotification', call: 'ses:SendEmail', after: 4, times: 1, trouble: 'lose-answer' },
    ],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'one key asked three times',
    faults: ['F64'],
    wishes: [...one(), ...one(), ...one()],
    ends: 'COMPLETED',
  },
  {
    name: 'charges land after the void',
    faults: ['F07', 'F44', 'F45'],
    wishes: one(),
    rules: [{ who: 'ProcessPayment', call: 'dynamodb:TransactWriteItems', times: 3, trouble: late }],
    behaviour: { outlivesTimeout: true },
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'completions land after the fence',
    faults: ['F07', 'F35'],
    wishes: one(),
    rules: [{ ...commit, times: 6, trouble: late }],
    behaviour: { outlivesTimeout: true },
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'holds land after the release',
    faults: ['F07'],
    wishes: one(),
    rules: [{ who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', times: 6, trouble: late }],
    behaviour: { outlivesTimeout: true },
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'fences land after the completion',
    faults: ['F07', 'F35'],
    wishes: one(),
    rules: [
      { ...commit, times: 6, trouble: { delayMs: 130_000 } },
      { who: 'FenceOrder', call: 'dynamodb:PutItem', trouble: { delayMs: 130_000 } },
    ],
    behaviour: { outlivesTimeout: true },
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'execution aborted from outside',
    faults: ['F35'],
    wishes: one(),
    onRestart: (account) => account.abortExecutions(),
    ends: 'either',
  },
  {
    name: 'three want the last one',
    faults: ['F50'],
    wishes: ['ann', 'bob', 'cid'].map((name) => ({
      order: orderOf(name, { items: [{ productId: 'LAST', quantity: 1, price: 5 }] }),
      idempotencyKey: `key-${name}`,
    })),
    // The first two have seen it in stock before either holds it.
    rules: [
      { who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', times: 2, trouble: { delayMs: 3_000 } },
    ],
    ends: 'either',
  },
  {
    name: 'poison among orders',
    faults: ['F25', 'F56'],
    wishes: one(),
    prepare: async (account) => {
      for (const queue of ['order-queue', 'order-notification-queue'])
        for (const body of poison) await account.send(queue, body);
    },
    trouble: { poison: { 'order-dlq': poison, 'order-notification-dlq': poison } },
    ends: 'COMPLETED',
  },
];

/** AWS calls on them, at least; each has a kill before it and one after it. */
export const troubledCalls = 800;
