import { expect, onTestFinished, test } from 'vitest';
import { orderTables, tableNames } from '../../../tests/ports/order-tables.ts';
import { notificationIdOf, orderIdFrom } from '../../core/kernel/ids.ts';
import { dynamodbNoticeDeduplication } from './dynamodb-notice-deduplication.ts';

const notice = { notificationId: notificationIdOf(orderIdFrom('order-1'), 'COMPLETED'), channel: 'email' };

async function given() {
  const { documents: client, stop } = await orderTables();
  onTestFinished(stop);
  const time = { ms: Date.parse('2026-01-15T10:30:00.000Z') };
  const clock = { now: () => time.ms };
  return { time, notices: dynamodbNoticeDeduplication({ client, clock, table: tableNames.idempotency }) };
}

test('a notice is claimed by one sender and, once sent, by nobody', async () => {
  const { notices } = await given();
  expect((await Promise.all([notices.claim(notice), notices.claim(notice)])).sort()).toEqual([
    'claimed',
    'in-progress',
  ]);
  await notices.markSent(notice);
  expect(await notices.claim(notice)).toBe('already-sent');
  expect(await notices.claim({ ...notice, channel: 'sms' })).toBe('claimed');
});

test('a failed send gives its claim back', async () => {
  const { notices } = await given();
  await notices.claim(notice);
  await notices.release(notice);
  expect(await notices.claim(notice)).toBe('claimed');
});

test('a release after the notice was sent changes nothing', async () => {
  const { notices } = await given();
  await notices.claim(notice);
  await notices.markSent(notice);
  await notices.release(notice);
  expect(await notices.claim(notice)).toBe('already-sent');
});

test('the claim of a sender that died runs out', async () => {
  const { notices, time } = await given();
  await notices.claim(notice);
  time.ms += 59_000;
  expect(await notices.claim(notice)).toBe('in-progress');
  time.ms += 1_000;
  expect(await notices.claim(notice)).toBe('claimed');
});

test('a record past its time counts as absent, deleted or not', async () => {
  const { notices, time } = await given();
  await notices.claim(notice);
  await notices.markSent(notice);
  time.ms += 30 * 24 * 3_600_000;
  expect(await notices.claim(notice)).toBe('claimed');
});
