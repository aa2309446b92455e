import { one, paidBy } from './path.ts';
import type { Path } from './path.ts';
import type { Wish } from '../world/customer.ts';

const buying = (productId: string, price = 5): readonly Wish[] =>
  one({ items: [{ productId, quantity: 1, price }] });

/** Ways that orders go by themselves. */
export const plainPaths: readonly Path[] = [
  { name: 'complete', faults: ['F02', 'F27', 'F38', 'F47'], wishes: one(), ends: 'COMPLETED' },
  {
    name: 'declined',
    faults: ['F40'],
    wishes: paidBy('tok_declined'),
    ends: 'FAILED',
    failureReason: 'PAYMENT_DECLINED',
  },
  { name: 'provider down once', faults: ['F41'], wishes: paidBy('tok_unavailable_once'), ends: 'COMPLETED' },
  {
    name: 'provider down for good',
    faults: ['F41'],
    wishes: paidBy('tok_unavailable'),
    ends: 'FAILED',
    failureReason: 'PAYMENT_UNAVAILABLE',
  },
  {
    name: 'payment times out before it is made',
    faults: ['F42'],
    wishes: paidBy('tok_timeout_then_success'),
    ends: 'COMPLETED',
  },
  {
    name: 'payment times out after it was made',
    faults: ['F43'],
    wishes: paidBy('tok_timeout_after_charge'),
    ends: 'COMPLETED',
  },
  {
    name: 'out of stock',
    faults: ['F15', 'F49'],
    wishes: buying('GONE'),
    ends: 'FAILED',
    failureReason: 'OUT_OF_STOCK',
  },
  {
    name: 'price mismatch',
    faults: ['F49'],
    wishes: buying('DEAR', 79.99),
    ends: 'FAILED',
    failureReason: 'PRICE_MISMATCH',
  },
];

/** AWS calls on them, at least; each has a kill before it and one after it. */
export const plainCalls = 300;
