import type { Item, Trouble } from './checker/evidence.ts';
import type { Wish } from './world/customer.ts';
import type { FaultRule } from './world/fault-rules.ts';
import type { WorldOptions } from './world/world.ts';

/** One way that orders can go. */
export interface Path {
  readonly name: string;
  /** Ids of the fault catalogue that it shows. */
  readonly faults: readonly string[];
  readonly wishes: readonly Wish[];
  readonly rules?: readonly FaultRule[];
  readonly behaviour?: WorldOptions['behaviour'];
  readonly trouble?: Partial<Trouble>;
  /** How its orders end, wherever the system is killed on the way. */
  readonly ends: 'COMPLETED' | 'FAILED';
  readonly failureReason?: string;
}

/** An order of one customer, by default two books paid without trouble. */
export function orderOf(name: string, change: Item = {}): Item {
  return {
    customerId: `CUST-${name}`,
    customerEmail: `${name}@example.com`,
    items: [{ productId: 'BOOK', quantity: 2, price: 10.5 }],
    ...change,
  };
}

const one = (change: Item = {}): readonly Wish[] => [
  { order: orderOf('one', change), idempotencyKey: 'key-one' },
];
const paidBy = (paymentToken: string): readonly Wish[] => one({ paymentToken });
const buying = (productId: string, price = 5): readonly Wish[] =>
  one({ items: [{ productId, quantity: 1, price }] });

const commit = { who: 'UpdateInventory', call: 'dynamodb:TransactWriteItems' };

/** The paths whose every step is a place to die. */
export const paths: readonly Path[] = [
  { name: 'complete', faults: ['F02', 'F38', 'F47'], wishes: one(), ends: 'COMPLETED' },
  {
    ...{ name: 'declined', faults: ['F40'], wishes: paidBy('tok_declined') },
    ...{ ends: 'FAILED', failureReason: 'PAYMENT_DECLINED' },
  },
  { name: 'provider down once', faults: ['F41'], wishes: paidBy('tok_unavailable_once'), ends: 'COMPLETED' },
  {
    ...{ name: 'provider down for good', faults: ['F41'], wishes: paidBy('tok_unavailable') },
    ...{ ends: 'FAILED', failureReason: 'PAYMENT_UNAVAILABLE' },
  },
  {
    ...{ name: 'payment times out before it is made', faults: ['F42'] },
    ...{ wishes: paidBy('tok_timeout_then_success'), ends: 'COMPLETED' },
  },
  {
    ...{ name: 'payment times out after it was made', faults: ['F43'] },
    ...{ wishes: paidBy('tok_timeout_after_charge'), ends: 'COMPLETED' },
  },
  {
    ...{ name: 'out of stock', faults: ['F15', 'F49'], wishes: buying('GONE') },
    ...{ ends: 'FAILED', failureReason: 'OUT_OF_STOCK' },
  },
  {
    ...{ name: 'price mismatch', faults: ['F49'], wishes: buying('DEAR', 79.99) },
    ...{ ends: 'FAILED', failureReason: 'PRICE_MISMATCH' },
  },
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
    trouble: { hasFaults: true, lostMailAnswers: 1 },
  },
  {
    ...{ name: 'one key asked three times', faults: ['F64'], ends: 'COMPLETED' },
    wishes: [...one(), ...one(), ...one()],
  },
];
