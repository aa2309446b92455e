import { objectOf } from './accepted.ts';
import type { Evidence, Violation } from './evidence.ts';

/** I7: one key gives one order and one answer, byte for byte; a request without an answer gives at most one, too. */
export function checkKeys({ requests, orders }: Evidence): Violation[] {
  const violations: Violation[] = [];
  for (const { customerId, idempotencyKey, answers } of requests) {
    if (idempotencyKey === undefined) continue;
    const accepted = answers.filter((answer) => answer?.status === 201);
    if (new Set(accepted.map((answer) => answer?.body)).size > 1)
      violations.push(wrong(`key ${idempotencyKey} was answered in different words`));
    const made = orders.filter((order) => order['customerId'] === customerId);
    const promised = new Set(accepted.map((answer) => objectOf(answer?.body ?? '')['orderId']));
    const ids = new Set([...promised, ...made.map((order) => order['orderId'])]);
    if (ids.size > 1) violations.push(wrong(`key ${idempotencyKey} made ${String(ids.size)} orders`));
  }
  for (const { customerId, idempotencyKey, answers } of requests) {
    if (idempotencyKey !== undefined) continue;
    const made = orders.filter((order) => order['customerId'] === customerId).length;
    if (made > answers.length)
      violations.push(wrong(`one request of ${customerId} made ${String(made)} orders`));
  }
  return violations;
}

const wrong = (message: string): Violation => ({ invariant: 'I7', message });
