import { isEnded } from './accepted.ts';
import type { Evidence, Letter, Violation } from './evidence.ts';

/** Mails of one process that may be on their way when it dies. */
const sendersAtOnce = 2;
/** How long a sender has a notice to itself. */
const leaseMs = 60_000;

/**
 * I6: the customer of every ended order was told its end, under one notice id; copies only where a send was cut off.
 */
export function checkNotices({ orders, letters, trouble }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const mails = letters.filter(({ channel }) => channel === 'email');
  const copies = new Map<string, number>();
  for (const mail of mails) {
    const id = noticeId(mail);
    if (id === undefined) violations.push(wrong(`a mail carries no notice id: ${mail.subject ?? ''}`));
    else copies.set(id, (copies.get(id) ?? 0) + 1);
  }
  for (const order of orders) {
    const { orderId, status, customerEmail } = order;
    if (customerEmail === undefined || !isEnded(status)) continue;
    const id = `${String(orderId)}_${String(status)}`;
    if (!copies.has(id))
      violations.push(wrong(`nobody was told that order ${String(orderId)} is ${String(status)}`));
    const other = status === 'COMPLETED' ? 'FAILED' : 'COMPLETED';
    if (copies.has(`${String(orderId)}_${other}`))
      violations.push(wrong(`order ${String(orderId)} was also said to be ${other}`));
  }
  const extra = [...copies.values()].reduce((sum, count) => sum + count - 1, 0);
  // A sender whose clock is ahead by more than a lease takes the lease of one that is still at work.
  const stolen = trouble.clockSkewMs > leaseMs ? copies.size : 0;
  const allowed = trouble.crashes * sendersAtOnce + trouble.cutOffMails + stolen;
  if (extra > allowed)
    violations.push(wrong(`${String(extra)} mails were sent again, ${String(allowed)} may be`));
  return violations;
}

const noticeId = (mail: Letter): string | undefined => mail.tags['notification-id'];

const wrong = (message: string): Violation => ({ invariant: 'I6', message });
