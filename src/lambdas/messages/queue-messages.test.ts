import { describe, expect, test } from 'vitest';
import { noticeFrom, PoisonMessageError, queuedOrderFrom } from './queue-messages.ts';

const notice = {
  notificationId: 'order-1:FAILED',
  orderId: 'order-1',
  createdAt: '2026-01-15T10:30:00.000Z',
  status: 'FAILED',
};

describe('a notice', () => {
  test('is read as it was published', () => {
    expect(noticeFrom(JSON.stringify(notice))).toEqual(notice);
  });

  test('is read out of the envelope of SNS', () => {
    const envelope = { Type: 'Notification', MessageId: '1', Message: JSON.stringify(notice) };
    expect(noticeFrom(JSON.stringify(envelope))).toEqual(notice);
  });

  test.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['another status', JSON.stringify({ ...notice, status: 'LOST' })],
    ['a number for an id', JSON.stringify({ ...notice, orderId: 7 })],
    ['an envelope around text', JSON.stringify({ Type: 'Notification', Message: 'hello' })],
  ])('is refused as poison when it is %s, without a quotation', (_, body) => {
    expect(() => noticeFrom(body)).toThrow(PoisonMessageError);
    expect(() => noticeFrom(body)).toThrow(/^the message is not a notice about an order$/);
  });
});

describe('a message of the order queue', () => {
  const queued = { orderId: 'order-1', createdAt: '2026-01-15T10:30:00.000Z', traceHeader: '' };

  test('is read as the pipe made it', () => {
    expect(queuedOrderFrom(JSON.stringify(queued))).toEqual(queued);
  });

  test.each([
    ['text', 'hello'],
    ['null', 'null'],
    ['without a creation time', JSON.stringify({ ...queued, createdAt: undefined })],
  ])('is refused as poison when it is %s, without a quotation', (_, body) => {
    expect(() => queuedOrderFrom(body)).toThrow(PoisonMessageError);
    expect(() => queuedOrderFrom(body)).toThrow(/^the message does not name an order$/);
  });
});
