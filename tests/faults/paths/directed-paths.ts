import type { FaultRule } from '../world/fault-rules.ts';
import { faulty, many, one, paidBy } from './path.ts';
import type { Path } from './path.ts';

const tableCalls = ['GetItem', 'PutItem', 'UpdateItem', 'TransactWriteItems', 'Query', 'BatchGetItem'];
const writes = ['PutItem', 'UpdateItem', 'TransactWriteItems'];
const tasks = ['ValidateOrder', 'ProcessPayment', 'UpdateInventory'];
const callers = ['OrderCreation', 'OrderProcessing', 'OrderNotification', 'OrderWorkflow', ...tasks];
const threeLines = ['BOOK', 'PEN', 'DEAR'].map((productId) => ({ productId, quantity: 1, price: 80 }));

/** Four bytes for each character that a text may have. */
const longText = '\u{1F4DA}'.repeat(128);
const largest = {
  items: Array.from({ length: 50 }, (_, index) => ({
    productId: `UNTRACKED-${String(index)}`.padEnd(64, '-'),
    quantity: 1_000,
    price: 199_999.99,
  })),
  shippingAddress: {
    street: longText,
    city: longText,
    state: longText,
    zipCode: longText,
    country: longText,
  },
  metadata: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`name-${String(index)}`.padEnd(40, '-'), longText]),
  ),
};

const losesFirstWrites = (who: string): readonly FaultRule[] =>
  writes.map((operation) => ({ who, call: `dynamodb:${operation}`, times: 2, trouble: 'lose-answer' }));

/** Faults of the catalogue in what a call of AWS answers, shown once each and without a kill. */
export const directedPaths: readonly Path[] = [
  {
    name: 'every fifth call is throttled',
    faults: ['F12'],
    wishes: many(30),
    rules: [{ every: 5, trouble: 'throttle' }],
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'tables are down for two seconds of every five',
    faults: ['F13'],
    wishes: many(30),
    rules: tableCalls.map((name) => ({ call: `dynamodb:${name}`, downMs: 2_000, trouble: 'fail' })),
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'transactions meet busy rows',
    faults: ['F14'],
    wishes: one(),
    rules: tasks.map((who) => ({
      who,
      call: 'dynamodb:TransactWriteItems',
      times: 2,
      trouble: 'conflict',
    })),
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'transactions are still under way',
    faults: ['F16'],
    wishes: one(),
    rules: [{ call: 'dynamodb:TransactWriteItems', times: 4, trouble: 'in-progress' }],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'a token is said to be another transaction’s',
    faults: ['F16'],
    wishes: one(),
    rules: [{ who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', trouble: 'mismatch' }],
    trouble: faulty,
    ends: 'FAILED',
  },
  {
    name: 'everybody loses the answers to the first writes',
    faults: ['F17'],
    wishes: many(5),
    rules: callers.flatMap(losesFirstWrites),
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'indexes lag by two seconds',
    faults: ['F18'],
    wishes: many(5),
    behaviour: { indexLagMs: 2_000 },
    ends: 'COMPLETED',
  },
  {
    name: 'batches are answered in part and pages hold one row',
    faults: ['F19'],
    wishes: [...many(4, { items: threeLines }), ...paidBy('tok_refund_fails_once')],
    rules: [
      { call: 'dynamodb:BatchGetItem', trouble: 'short-answer' },
      { call: 'dynamodb:Query', trouble: 'short-answer' },
      { who: 'UpdateInventory', call: 'dynamodb:TransactWriteItems', after: 2, trouble: 'fail' },
    ],
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'an order is as large as the contract allows',
    faults: ['F22'],
    wishes: one(largest),
    ends: 'COMPLETED',
  },
  {
    name: 'a message comes back while its work is under way',
    faults: ['F26'],
    wishes: one(),
    rules: [
      { who: 'OrderProcessing', call: 'states:StartExecution', times: 1, trouble: { delayMs: 200_000 } },
    ],
    behaviour: { outlivesTimeout: true },
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'a stolen message is missed and sent again',
    faults: ['F28', 'F31'],
    wishes: one(),
    rules: [{ who: 'OrderReconciler', call: 'sqs:SendMessage', times: 1, trouble: 'lose-answer' }],
    prepare: (account) => {
      void account.steal('order-queue');
      return Promise.resolve();
    },
    trouble: { ...faulty, hasLostMessages: true },
    ends: 'COMPLETED',
  },
  {
    name: 'a backlog of a hundred orders drains',
    faults: ['F32'],
    wishes: many(100),
    rules: [{ who: 'OrderProcessing', times: 60, trouble: 'fail' }],
    trouble: faulty,
    ends: 'either',
  },
  {
    name: 'the start of an execution loses its answer',
    faults: ['F33', 'F34'],
    wishes: one(),
    rules: [
      { call: 'states:StartExecution', times: 1, trouble: 'throttle' },
      { call: 'states:StartExecution', times: 4, trouble: 'lose-answer' },
    ],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  ...['Sandbox.Timedout', 'Lambda.Unknown', 'Nobody.KnowsThis', undefined].map((functionError): Path => ({
    name: `tasks fail with ${functionError ?? 'no name'} for good`,
    faults: ['F36'],
    wishes: one(),
    rules: [{ who: 'OrderWorkflow', call: 'lambda:Invoke', after: 1, times: 3, trouble: { functionError } }],
    trouble: faulty,
    ends: 'FAILED',
  })),
  {
    name: 'a hold loses its answer, and the payment is declined',
    faults: ['F51'],
    wishes: paidBy('tok_declined'),
    rules: [{ who: 'ValidateOrder', call: 'dynamodb:TransactWriteItems', times: 1, trouble: 'lose-answer' }],
    trouble: faulty,
    ends: 'FAILED',
    failureReason: 'PAYMENT_DECLINED',
  },
  {
    name: 'the release of a hold loses its answers',
    faults: ['F51'],
    wishes: paidBy('tok_declined'),
    rules: [{ who: 'FailOrder', call: 'dynamodb:TransactWriteItems', times: 2, trouble: 'lose-answer' }],
    trouble: faulty,
    ends: 'FAILED',
    failureReason: 'PAYMENT_DECLINED',
  },
  {
    name: 'the topic is down for a minute',
    faults: ['F53'],
    wishes: many(3),
    rules: [{ call: 'sns:Publish', times: 60, trouble: 'fail' }],
    trouble: faulty,
    ends: 'COMPLETED',
  },
  {
    name: 'clocks of functions differ by five minutes',
    faults: ['F58'],
    wishes: many(10),
    behaviour: { clockSkewMs: 300_000, disorder: { duplicates: 0.5, reorder: true } },
    ends: 'either',
  },
];
