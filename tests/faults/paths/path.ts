import type { Item, Trouble } from '../checker/evidence.ts';
import type { Account } from '../world/account.ts';
import type { Wish } from '../world/customer.ts';
import type { FaultRule } from '../world/fault-rules.ts';
import type { Behaviour } from '../world/world.ts';

/** One way that orders can go. */
export interface Path {
  readonly name: string;
  /** Ids of the fault catalogue that it shows. */
  readonly faults: readonly string[];
  readonly wishes: readonly Wish[];
  readonly rules?: readonly FaultRule[];
  readonly behaviour?: Behaviour;
  readonly trouble?: Partial<Trouble>;
  /** Done before anybody orders. */
  readonly prepare?: (account: Account) => Promise<void>;
  /** By how much the clock is off after a restart. */
  readonly jumpMs?: number;
  /** Done after every restart. */
  readonly onRestart?: (account: Account) => Promise<void>;
  /** How its orders end, wherever the system is killed on the way. */
  readonly ends: 'COMPLETED' | 'FAILED' | 'either';
  readonly failureReason?: string;
}

/** An order of one customer, by default two books paid without trouble. */
export function orderOf(name: string, change: Item = {}): Item {
  return {
    customerId: `CUST-${name}`,
    customerEmail: `${name}@example.com`,
    // An amount that no binary fraction hits.
    items: [{ productId: 'BOOK', quantity: 2, price: 19.99 }],
    ...change,
  };
}

/** One customer's one order. */
export const one = (change: Item = {}): readonly Wish[] => [
  { order: orderOf('one', change), idempotencyKey: 'key-one' },
];

export const paidBy = (paymentToken: string): readonly Wish[] => one({ paymentToken });

/** So many customers, each with one order. */
export const many = (count: number, change: Item = {}): readonly Wish[] =>
  Array.from({ length: count }, (_, index) => ({
    order: orderOf(`n${String(index)}`, change),
    idempotencyKey: `key-n${String(index)}`,
  }));

/** Trouble that the witnesses are told of, because it excuses what it may do: a late end, a second mail. */
export const faulty = { hasFaults: true } as const;
