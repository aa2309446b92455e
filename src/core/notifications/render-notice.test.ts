import { describe, expect, test } from 'vitest';
import { productIdFrom } from '../kernel/ids.ts';
import { markProcessing, complete, fail } from '../orders/order-moves.ts';
import { pendingOrder, runA, usd } from '../testing/memory-world.ts';
import { renderNotice } from './render-notice.ts';

const pending = { ...pendingOrder(), customerEmail: 'customer@example.com', customerPhone: '+15555550100' };
const processing = { ...markProcessing(pending, pending.createdAt), runId: runA };
const completed = complete(processing, { status: 'CAPTURED', net: usd(5998) }, pending.createdAt);

describe('a notice', () => {
  test('of a completed order names it, its lines and its total', () => {
    const message = renderNotice(completed);
    expect(message).toMatchObject({
      notificationId: 'order-1:COMPLETED',
      status: 'COMPLETED',
      email: 'customer@example.com',
      phone: '+15555550100',
      subject: 'Order order-1: complete',
    });
    expect(message.text).toContain('2 x BOOK  59.98 USD');
    expect(message.text).toContain('Total  59.98 USD');
    expect(message.html).toContain('<td align="right">59.98 USD</td>');
    expect(message.short).toBe(
      'Order order-1: complete. Your payment was taken and your order is complete. Thank you!',
    );
  });

  test('of a failed order says why in words', () => {
    const failed = fail(processing, { failureReason: 'OUT_OF_STOCK' }, pending.createdAt);
    expect(renderNotice(failed)).toMatchObject({
      notificationId: 'order-1:FAILED',
      subject: 'Order order-1: could not be completed',
    });
    expect(renderNotice(failed).text).toContain('sold out. You were not charged.');
  });

  test('cannot be made to carry markup', () => {
    const line = { productId: productIdFrom('<script>alert(1)</script>'), quantity: 1, price: usd(1) };
    expect(renderNotice({ ...completed, items: [line] }).html).not.toContain('<script>');
  });

  test('of an order without addresses has none', () => {
    const anonymous = markProcessing(pendingOrder(), pending.createdAt);
    expect(renderNotice(anonymous)).toMatchObject({ email: undefined, phone: undefined });
  });
});
