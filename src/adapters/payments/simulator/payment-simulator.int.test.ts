import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { orderTables, tableNames } from '../../../../tests/ports/order-tables.ts';
import { orderIdFrom, paymentIdOf } from '../../../core/kernel/ids.ts';
import {
  PaymentOutcomeUnknownError,
  PaymentUnavailableError,
} from '../../../core/payments/payment-faults.ts';
import { usd } from '../../../core/testing/memory-world.ts';
import { simulatedGateway } from './simulated-gateway.ts';

const paymentId = paymentIdOf(orderIdFrom('order-1'));
const amount = usd(10997);
const captured = { kind: 'captured', paymentId, amount };

async function given() {
  const { documents: client, stop } = await orderTables();
  onTestFinished(stop);
  const clock = { now: () => Date.parse('2026-01-15T10:30:00.000Z') };
  const gateway = simulatedGateway({ client, clock, table: tableNames.provider, latencyMs: 0 });
  const charge = (paymentToken: string) => gateway.charge({ paymentId, amount, paymentToken });
  const booked = async () => {
    const condition = {
      KeyConditionExpression: 'paymentKey = :key',
      ExpressionAttributeValues: { ':key': paymentId },
    };
    const { Items } = await client.send(new QueryCommand({ TableName: tableNames.provider, ...condition }));
    return (Items ?? []).map((item) => String(item['kind']));
  };
  return { gateway, charge, booked };
}

describe('the simulated provider', () => {
  test('captures once per key, however often it is asked', async () => {
    const { gateway, charge, booked } = await given();
    expect(await Promise.all([charge('tok_visa'), charge('tok_visa'), charge('tok_visa')])).toEqual([
      captured,
      captured,
      captured,
    ]);
    expect(await gateway.lookup(paymentId)).toEqual(captured);
    expect(await booked()).toEqual(['CHARGE']);
  });

  test.each([
    ['tok_declined', 'declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
    ['tok_of_another_shop', 'declined'],
  ])('%s is declined for good', async (token, code) => {
    const { charge, booked } = await given();
    expect(await charge(token)).toEqual({ kind: 'declined', code });
    expect(await charge('tok_visa')).toEqual({ kind: 'declined', code });
    expect(await booked()).toEqual(['DECLINE']);
  });

  test('tok_timeout_then_success times out before anything happened, once', async () => {
    const { gateway, charge } = await given();
    await expect(charge('tok_timeout_then_success')).rejects.toThrow(PaymentOutcomeUnknownError);
    expect(await gateway.lookup(paymentId)).toEqual({ kind: 'none' });
    expect(await charge('tok_timeout_then_success')).toEqual(captured);
  });

  test('tok_timeout_after_charge captures and does not say so', async () => {
    const { gateway, charge, booked } = await given();
    await expect(charge('tok_timeout_after_charge')).rejects.toThrow(PaymentOutcomeUnknownError);
    expect(await gateway.lookup(paymentId)).toEqual(captured);
    expect(await charge('tok_timeout_after_charge')).toEqual(captured);
    expect((await booked()).filter((kind) => kind === 'CHARGE')).toHaveLength(1);
  });

  test('tok_unavailable_once comes back, tok_unavailable does not', async () => {
    const { charge } = await given();
    await expect(charge('tok_unavailable')).rejects.toThrow(PaymentUnavailableError);
    await expect(charge('tok_unavailable')).rejects.toThrow(PaymentUnavailableError);
    await expect(charge('tok_unavailable_once')).rejects.toThrow(PaymentUnavailableError);
    expect(await charge('tok_unavailable_once')).toEqual(captured);
  });
});

describe('a refund', () => {
  test('gives back what was captured, once, and refuses a later charge', async () => {
    const { gateway, charge, booked } = await given();
    await charge('tok_visa');
    const back = { captured: amount, refunded: amount };
    expect(await gateway.refund(paymentId)).toEqual(back);
    expect(await gateway.refund(paymentId)).toEqual(back);
    expect(await charge('tok_visa')).toEqual({ kind: 'voided' });
    expect((await booked()).sort()).toEqual(['CHARGE', 'REFUND', 'VOID']);
  });

  test('of nothing leaves a tombstone that refuses a late charge (F45)', async () => {
    const { gateway, charge, booked } = await given();
    expect(await gateway.refund(paymentId)).toEqual({});
    expect(await charge('tok_visa')).toEqual({ kind: 'voided' });
    expect(await gateway.refund(paymentId)).toEqual({});
    expect(await booked()).toEqual(['VOID']);
  });

  test('racing a charge leaves a net of zero', async () => {
    const { gateway, charge, booked } = await given();
    await Promise.all([charge('tok_visa'), gateway.refund(paymentId)]);
    await gateway.refund(paymentId);
    const kinds = await booked();
    expect(kinds).toContain('VOID');
    expect(kinds.includes('CHARGE')).toBe(kinds.includes('REFUND'));
  });

  test('of tok_refund_fails_once succeeds at the second attempt', async () => {
    const { gateway, charge } = await given();
    await charge('tok_refund_fails_once');
    await expect(gateway.refund(paymentId)).rejects.toThrow(PaymentUnavailableError);
    expect(await gateway.refund(paymentId)).toEqual({ captured: amount, refunded: amount });
  });
});
