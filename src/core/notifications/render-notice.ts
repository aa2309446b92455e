import { notificationIdOf } from '../kernel/ids.ts';
import { decimalOf, type Money, times } from '../kernel/money.ts';
import type { Order } from '../orders/order.ts';
import type { CustomerMessage } from '../ports/notification-channel.ts';
import { failureText } from './failure-text.ts';
import { escapeHtml, oneLine } from './plain-text.ts';

/** What the customer of an order is told about the status that it has. */
export function renderNotice(order: Order): CustomerMessage {
  const { title, lead } = wordsFor(order);
  const subject = oneLine(`Order ${order.orderId}: ${title}`);
  const rows = rowsOf(order);
  return {
    notificationId: notificationIdOf(order.orderId, order.status),
    orderId: order.orderId,
    status: order.status,
    email: order.customerEmail,
    phone: order.customerPhone,
    subject,
    text: textOf(lead, rows, amountText(order.total)),
    html: htmlOf({ subject, lead, rows, total: amountText(order.total) }),
    short: oneLine(`${subject}. ${lead}`, 160),
  };
}

function wordsFor(order: Order): { title: string; lead: string } {
  switch (order.status) {
    case 'PENDING':
      return { title: 'received', lead: 'We have received your order.' };
    case 'PROCESSING':
      return { title: 'being processed', lead: 'We are processing your order.' };
    case 'COMPLETED':
      return { title: 'complete', lead: 'Your payment was taken and your order is complete. Thank you!' };
    case 'FAILED':
      return { title: 'could not be completed', lead: failureText(order.failureReason) };
  }
}

interface Row {
  readonly what: string;
  readonly amount: string;
}

const rowsOf = (order: Order): readonly Row[] =>
  order.items.map(({ productId, quantity, price }) => ({
    what: oneLine(`${String(quantity)} x ${productId}`),
    amount: amountText(times(price, quantity)),
  }));

/** `109.97 USD` */
const amountText = (amount: Money): string => `${decimalOf(amount).toFixed(2)} ${amount.currency}`;

const textOf = (lead: string, rows: readonly Row[], total: string): string =>
  [lead, '', ...rows.map(({ what, amount }) => `${what}  ${amount}`), `Total  ${total}`, ''].join('\n');

function htmlOf(parts: { subject: string; lead: string; rows: readonly Row[]; total: string }): string {
  const row = (what: string, amount: string): string =>
    `<tr><td>${escapeHtml(what)}</td><td align="right">${escapeHtml(amount)}</td></tr>`;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(parts.subject)}</title></head>`,
    `<body><p>${escapeHtml(parts.lead)}</p><table>`,
    ...parts.rows.map(({ what, amount }) => row(what, amount)),
    row('Total', parts.total),
    '</table></body></html>',
  ].join('\n');
}
