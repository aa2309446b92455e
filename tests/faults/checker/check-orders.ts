import { acceptedOrders, isEnded, minorOf, objectOf } from './accepted.ts';
import type { Evidence, Item, Violation } from './evidence.ts';

/** I1: every promised order can be read afterwards, as it was promised. */
export function checkDurable(evidence: Evidence): Violation[] {
  return acceptedOrders(evidence).flatMap(({ orderId, customerId, order, body }) => {
    const read = evidence.reads.get(orderId);
    if (read?.status !== 200) return [lost(orderId, `reads ${String(read?.status)}`)];
    const seen = objectOf(read.body);
    const isSame =
      seen['customerId'] === customerId &&
      JSON.stringify(seen['items']) === JSON.stringify(order['items']) &&
      minorOf(seen['totalAmount']) === minorOf(body['totalAmount']) &&
      minorOf(seen['totalAmount']) === totalOf(order);
    return isSame ? [] : [lost(orderId, 'is not what was ordered')];
  });
}

const lost = (orderId: string, what: string): Violation => ({
  invariant: 'I1',
  message: `order ${orderId} ${what}`,
});

function totalOf(order: Item): number {
  const items = order['items'] as readonly { readonly quantity: number; readonly price: number }[]; // the test wrote them
  return items.reduce((sum, { quantity, price }) => sum + quantity * minorOf(price), 0);
}

/** An order that nobody disturbs any more ends in five minutes; one whose message is lost waits to be missed first. */
const [limitMs, limitOfLostMs] = [300_000, 3_600_000];

/** I2: every order has ended, promised or not, and soon enough. */
export function checkEnds({ orders, trouble }: Evidence): Violation[] {
  const limit = (trouble.hasLostMessages ? limitOfLostMs : limitMs) + 2 * trouble.clockSkewMs;
  return orders.flatMap((order) => {
    const name = `order ${String(order['orderId'])}`;
    if (!isEnded(order['status'])) return [slow(`${name} is stuck in ${String(order['status'])}`)];
    const begunAt = Math.max(trouble.endedAt, Date.parse(String(order['createdAt'])));
    const tookMs = Date.parse(String(order['updatedAt'])) - begunAt;
    return tookMs > limit ? [slow(`${name} took ${String(tookMs / 1_000)} s to end`)] : [];
  });
}

const slow = (message: string): Violation => ({ invariant: 'I2', message });

const moves: Readonly<Record<string, readonly string[]>> = {
  '': ['PENDING'],
  PENDING: ['PROCESSING', 'FAILED'],
  PROCESSING: ['COMPLETED', 'FAILED'],
};

/** I3 and I8: an order's status only moves on, and ends once. */
export function checkMonotone({ orders, history }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, string>();
  const ends = new Map<string, number>();
  for (const { orderId, from = '', to } of history) {
    const known = last.get(orderId) ?? '';
    if (known !== from || !(moves[from] ?? []).includes(to)) {
      violations.push({ invariant: 'I3', message: `order ${orderId} moved ${known}|${from} > ${to}` });
    }
    last.set(orderId, to);
    if (isEnded(to)) ends.set(orderId, (ends.get(orderId) ?? 0) + 1);
  }
  for (const [orderId, times] of ends) {
    if (times > 1)
      violations.push({ invariant: 'I8', message: `order ${orderId} ended ${String(times)} times` });
  }
  for (const order of orders) {
    const orderId = String(order['orderId']);
    if (last.get(orderId) !== order['status'])
      violations.push({ invariant: 'I3', message: `order ${orderId} is not what its history says` });
  }
  return violations;
}

/** I9: every accepted order is accounted for, and only planted poison is in a dead-letter queue. */
export function checkAccounted(evidence: Evidence): Violation[] {
  const ids = new Set(evidence.orders.map((order) => order['orderId']));
  const missing = acceptedOrders(evidence).filter(({ orderId }) => !ids.has(orderId));
  return [
    ...missing.map(({ orderId }) => ({ invariant: 'I9', message: `order ${orderId} is nowhere` })),
    ...deadLetterViolations(evidence),
  ];
}

function deadLetterViolations({ deadLetters, trouble }: Evidence): Violation[] {
  const queues = new Set([...Object.keys(deadLetters), ...Object.keys(trouble.poison)]);
  return [...queues].flatMap((queue) => {
    const found = deadLetters[queue] ?? [];
    const planted = trouble.poison[queue] ?? [];
    // Where calls fail, a sweep may fail three times over and leave its event there; the next one does its work.
    const isExplained = (body: string): boolean =>
      planted.includes(body) || (trouble.hasFaults && queue === 'order-delivery-dlq');
    const strangers = found.filter((body) => !isExplained(body));
    const gone = trouble.hasLostMessages ? [] : planted.filter((body) => !found.includes(body));
    return [
      ...strangers.map((body) => ({ invariant: 'I9', message: `${queue} holds ${body}` })),
      ...gone.map((body) => ({ invariant: 'I9', message: `${queue} does not hold ${body}` })),
    ];
  });
}

/** I14: a client reads its own write at once, and the list is complete, without doubles, newest first. */
export function checkReads(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  for (const [orderId, { status, body }] of evidence.readsAtOnce) {
    if (status === 200 && objectOf(body)['orderId'] === orderId) continue;
    violations.push({ invariant: 'I14', message: `order ${orderId} was not to be read after its 201` });
  }
  const { listed, orders } = evidence;
  if (new Set(listed).size !== listed.length)
    violations.push({ invariant: 'I14', message: 'the list has doubles' });
  const createdAt = new Map(orders.map((order) => [String(order['orderId']), String(order['createdAt'])]));
  for (const orderId of createdAt.keys()) {
    if (!listed.includes(orderId))
      violations.push({ invariant: 'I14', message: `order ${orderId} is not listed` });
  }
  const times = listed.map((orderId) => createdAt.get(orderId) ?? '');
  if (times.some((time, index) => index > 0 && time > (times[index - 1] ?? '')))
    violations.push({ invariant: 'I14', message: 'the list is not newest first' });
  return violations;
}
