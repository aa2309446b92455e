import { minorOf } from './accepted.ts';
import type { Evidence, Item, Violation } from './evidence.ts';

/**
 * I4 and I8: by the provider's own ledger, a COMPLETED order has paid exactly its total and a FAILED one nothing; at
 * most one capture and one refund, never a refund above its capture, no capture after a void.
 */
export function checkMoney({ orders, provider, trouble }: Evidence): Violation[] {
  const byOrder = new Map<string, Item[]>();
  for (const entry of provider) {
    const key = String(entry['paymentKey']);
    byOrder.set(key, [...(byOrder.get(key) ?? []), entry]);
  }
  const statusOf = new Map(orders.map((order) => [String(order['orderId']), order]));
  const violations: Violation[] = [];
  for (const [key, entries] of byOrder) {
    const order = statusOf.get(key);
    if (order === undefined) violations.push(wrong(`the provider knows a payment ${key} of no order`));
    else violations.push(...accountOf(key, entries, trouble.clockSkewMs));
  }
  let difference = 0;
  for (const [orderId, order] of statusOf) {
    const net = netOf(byOrder.get(orderId) ?? []);
    const owed = order['status'] === 'COMPLETED' ? minorOf(order['totalAmount']) : 0;
    difference += net - owed;
    if (net !== owed)
      violations.push(
        wrong(`order ${orderId} is ${String(order['status'])}, owes ${String(owed)} and paid ${String(net)}`),
      );
  }
  if (difference !== 0) violations.push(wrong(`the books are off by ${String(difference)} cents`));
  return violations;
}

function accountOf(key: string, entries: readonly Item[], clockSkewMs: number): Violation[] {
  const charges = entries.filter(({ kind }) => kind === 'CHARGE');
  const refunds = entries.filter(({ kind }) => kind === 'REFUND');
  const voided = entries.find(({ kind }) => kind === 'VOID');
  const violations: Violation[] = [];
  if (charges.length > 1) violations.push({ invariant: 'I8', message: `payment ${key} was captured twice` });
  if (refunds.length > 1) violations.push({ invariant: 'I8', message: `payment ${key} was refunded twice` });
  if (sum(refunds) > sum(charges)) violations.push(wrong(`payment ${key} gave back more than it took`));
  // Where clocks differ, times say nothing; the net still does.
  const isTimely = clockSkewMs === 0;
  if (isTimely && voided !== undefined && charges.some(({ at }) => String(at) > String(voided['at'])))
    violations.push(wrong(`payment ${key} was captured after its void`));
  return violations;
}

const sum = (entries: readonly Item[]): number =>
  entries.reduce((total, { amountMinor }) => total + Number(amountMinor), 0);

const netOf = (entries: readonly Item[]): number =>
  sum(entries.filter(({ kind }) => kind === 'CHARGE')) - sum(entries.filter(({ kind }) => kind === 'REFUND'));

const wrong = (message: string): Violation => ({ invariant: 'I4', message });
