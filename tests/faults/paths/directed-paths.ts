import type { FaultRule } from '../world/fault-rules.ts';
import { one, orderOf, paidBy } from './path.ts';
import type { Path } from './path.ts';

const faulty = { hasFaults: true };
const many = (count: number, change: Readonly<Record<string, unknown>> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    order: orderOf(`n${String(index)}`, change),
    idempotencyKey: `key-n${String(index)}`,
  }));

const throttledFifth: FaultRule = { every: 5, trouble: 'throttle' };
const callers = ['OrderCreation', 'OrderProcessing', 'OrderNotification', 'OrderWorkflow', 'ValidateOrder', 'ProcessPayment', 'UpdateInventory']; // prettier-ignore
const everyTask = ['ValidateOrder', 'ProcessPayment', 'UpdateInventory'];

/** Faults of the catalogue that are shown once each, without a kill. */
export const directedPaths: readonly Path[] = [
  {
    ...{ name: 'every fifth call is throttled', faults: ['F12'], wishes: many(30), rules: [throttledFifth] },
    ...{ trouble: faulty, ends: 'either' },
  },
  {
    ...{
      name: 'tables are down for two seconds of every five',
      faults: ['F13'],
      wishes: many(30),
      ends: 'either',
    },
    rules: ['GetItem', 'PutItem', 'UpdateItem', 'TransactWriteItems', 'Query', 'BatchGetItem'].map(
      (operation) => ({
        ...{ call: `dynamodb:${operation}`, downMs: 2_000, trouble: 'fail' },
      }),
    ),
    trouble: faulty,
  },
  {
    ...{ name: 'transactions meet busy rows', faults: ['F14'], wishes: one(), ends: 'COMPLETED' },
    rules: everyTask.map((who) => ({
      ...{ who, call: 'dynamodb:TransactWriteItems', times: 2, trouble: 'conflict' },
    })),
    trouble: faulty,
  },
  {
    ...{ name: 'transactions are still under way', faults: ['F16'], wishes: one(), ends: 'COMPLETED' },
    rules: [{ call: 'dynamodb:TransactWriteItems', times: 4, trouble: 'in-progress' }],
    trouble: faulty,
  },
  {
    ...{
      name: 'a token is said to be another transaction’s',
      faults: ['F16'],
      wishes: one(),
      ends: 'FAILED',
    },
    rules: [{ who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', trouble: 'mismatch' }],
    trouble: faulty,
  },
  {
    ...{
      name: 'everybody loses the answers to the first writes',
      faults: ['F17'],
      wishes: many(5),
      ends: 'COMPLETED',
    },
    rules: callers.flatMap((who) =>
      ['PutItem', 'UpdateItem', 'TransactWriteItems'].map((operation) => ({
        ...{ who, call: `dynamodb:${operation}`, times: 2, trouble: 'lose-answer' as const },
      })),
    ),
    trouble: faulty,
  },
  {
    ...{ name: 'indexes lag by two seconds', faults: ['F18'], wishes: many(5), ends: 'COMPLETED' },
    behaviour: { indexLagMs: 2_000 },
  },
  {
    ...{ name: 'batches are answered in part and pages hold one row', faults: ['F19'], ends: 'either' },
    wishes: [
      ...many(4, {
        items: ['BOOK', 'PEN', 'DEAR'].map((productId) => ({ productId, quantity: 1, price: 80 })),
      }),
      ...paidBy('tok_refund_fails_once'),
    ],
    rules: [
      { call: 'dynamodb:BatchGetItem', trouble: 'short-answer' },
      { call: 'dynamodb:Query', trouble: 'short-answer' },
      { who: 'UpdateInventory', call: 'dynamodb:TransactWriteItems', after: 2, trouble: 'fail' },
    ],
    trouble: faulty,
  },
  {
    ...{
      name: 'a message comes back while its work is under way',
      faults: ['F26'],
      wishes: one(),
      ends: 'COMPLETED',
    },
    rules: [
      { who: 'OrderProcessing', call: 'states:StartExecution', times: 1, trouble: { delayMs: 200_000 } },
    ],
    ...{ behaviour: { outlivesTimeout: true }, trouble: faulty },
  },
  {
    ...{
      name: 'a stolen message is missed and sent again',
      faults: ['F28', 'F31'],
      wishes: one(),
      ends: 'COMPLETED',
    },
    rules: [{ who: 'OrderReconciler', call: 'sqs:SendMessage', times: 1, trouble: 'lose-answer' }],
    prepare: (account) => {
      void account.steal('order-queue');
      return Promise.resolve();
    },
    trouble: { ...faulty, hasLostMessages: true },
  },
  {
    ...{ name: 'a backlog of a hundred orders drains', faults: ['F32'], wishes: many(100), ends: 'either' },
    rules: [{ who: 'OrderProcessing', times: 60, trouble: 'fail' }],
    trouble: faulty,
  },
  {
    ...{
      name: 'the start of an execution loses its answer',
      faults: ['F33', 'F34'],
      wishes: one(),
      ends: 'COMPLETED',
    },
    rules: [
      { call: 'states:StartExecution', times: 1, trouble: 'throttle' },
      { call: 'states:StartExecution', times: 4, trouble: 'lose-answer' },
    ],
    trouble: faulty,
  },
  ...['Sandbox.Timedout', 'Lambda.Unknown', 'Nobody.KnowsThis', undefined].map((functionError): Path => ({
    ...{ name: `tasks fail with ${functionError ?? 'no name'} for good`, faults: ['F36'], wishes: one() },
    rules: [{ who: 'OrderWorkflow', call: 'lambda:Invoke', after: 1, times: 3, trouble: { functionError } }],
    ...{ trouble: faulty, ends: 'FAILED' },
  })),
  {
    ...{ name: 'the topic is down for a minute', faults: ['F53'], wishes: many(3), ends: 'COMPLETED' },
    rules: [{ call: 'sns:Publish', times: 60, trouble: 'fail' }],
    trouble: faulty,
  },
  {
    ...{
      name: 'clocks of functions differ by five minutes',
      faults: ['F58'],
      wishes: many(10),
      ends: 'either',
    },
    behaviour: { clockSkewMs: 300_000, disorder: { duplicates: 0.5, reorder: true } },
  },
];
