import { describe, expect, it } from 'vitest';
import { countOf, order, walk } from './workflow-cloud.ts';

const completed = ['SendNotification', 'CloseCompletedOrder', 'OrderCompleted'];
const failed = ['FailOrder', 'SendFailureNotification', 'CloseFailedOrder', 'RefusalOrFault'];

describe('an order that nothing stands in the way of', () => {
  it('is validated, paid, taken from stock and announced, with nothing but ids on the way', async () => {
    const { states, status, payloads, published, tookMs } = await walk();
    expect(states).toEqual(['ValidateOrder', 'ProcessPayment', 'UpdateInventory', ...completed]);
    expect(status).toBe('SUCCEEDED');
    expect(payloads).toEqual(
      Array(3).fill({ ...order, runId: expect.stringContaining(':execution:') as string }),
    );
    expect(published).toEqual([
      {
        TopicArn: 'the-OrderTopicArn',
        Message: JSON.stringify({ notificationId: 'order-1:COMPLETED', ...order, status: 'COMPLETED' }),
        MessageAttributes: { status: { DataType: 'String', StringValue: 'COMPLETED' } },
      },
    ]);
    expect(tookMs).toBe(0);
  });

  it('is announced although it could not be taken out of the notices due', async () => {
    const { states, status } = await walk({ dynamodb: ['ThrottlingException'] });
    expect(states.slice(-3)).toEqual(completed);
    expect(status).toBe('SUCCEEDED');
  });
});

describe('a refused order', () => {
  it.each(['StockUnavailable', 'PriceMismatch'])(
    '(%s) is failed before any charge, at once',
    async (error) => {
      const { states, status, calls, payloads, tookMs } = await walk({ 'validate-order': [error] });
      expect(states).toEqual(['ValidateOrder', 'FenceRefusedOrder', ...failed, 'OrderRefused']);
      expect(status).toBe('SUCCEEDED');
      expect(calls).toEqual(['validate-order', 'fence-order', 'fail-order', 'sns', 'dynamodb']);
      expect(payloads[1]).toMatchObject({ ...order, reason: error });
      expect(tookMs).toBe(0);
    },
  );

  it('(declined) is asked for once, never refunded, and announced as failed', async () => {
    const { states, status, calls, published } = await walk({ 'process-payment': ['PaymentDeclined'] });
    expect(states).toEqual([
      'ValidateOrder',
      'ProcessPayment',
      'FenceRefusedOrder',
      ...failed,
      'OrderRefused',
    ]);
    expect(status).toBe('SUCCEEDED');
    expect(countOf(calls, 'process-payment')).toBe(1);
    expect(countOf(calls, 'refund-payment')).toBe(0);
    expect(published).toMatchObject([{ MessageAttributes: { status: { StringValue: 'FAILED' } } }]);
  });
});

describe('an order that is not this run’s business', () => {
  it.each(['OrderAlreadyEnded', 'OwnedByAnotherRun'])('(%s) ends the run with success', async (error) => {
    const { states, status } = await walk({ 'validate-order': [error] });
    expect(states).toEqual(['ValidateOrder', 'NothingToDo']);
    expect(status).toBe('SUCCEEDED');
  });

  it('(unknown) ends it as failed, at once', async () => {
    expect(await walk({ 'validate-order': ['OrderNotFound'] })).toMatchObject({
      states: ['ValidateOrder', 'UnknownOrder'],
      status: 'FAILED',
      error: 'OrderNotFound',
      tookMs: 0,
    });
  });
});

describe('a payment fault', () => {
  it.each(['PaymentUnavailable', 'PaymentOutcomeUnknown'])(
    '(%s) that passes is tried again soon',
    async (error) => {
      const { status, calls, tookMs } = await walk({ 'process-payment': [error, 'ok'] });
      expect(status).toBe('SUCCEEDED');
      expect(countOf(calls, 'process-payment')).toBe(2);
      expect(tookMs).toBeLessThanOrEqual(1000);
    },
  );

  it('that stays ends in a refund after three tries, and shows as a failed execution (F41)', async () => {
    const { states, status, error, calls } = await walk({ 'process-payment': ['PaymentUnavailable'] });
    expect(states.slice(2)).toEqual(['FenceFaultyOrder', 'RefundPayment', ...failed, 'OrderFailedByFault']);
    expect([status, error]).toEqual(['FAILED', 'OrderFailedByFault']);
    expect(countOf(calls, 'process-payment')).toBe(3);
  });

  it('in the refund is tried again until it is confirmed (F46)', async () => {
    const { states, calls } = await walk({
      'process-payment': ['PaymentOutcomeUnknown'],
      'refund-payment': ['PaymentUnavailable', 'PaymentUnavailable', 'PaymentUnavailable', 'ok'],
    });
    expect(countOf(calls, 'refund-payment')).toBe(4);
    expect(states).toContain('FailOrder');
  });

  it('that keeps the refund from being confirmed never fails the order (F46)', async () => {
    const { status, error, calls } = await walk({
      'process-payment': ['PaymentUnavailable'],
      'refund-payment': ['PaymentUnavailable'],
    });
    expect([status, error]).toEqual(['FAILED', 'RefundNotConfirmed']);
    expect(countOf(calls, 'refund-payment')).toBe(21);
    expect(countOf(calls, 'fail-order')).toBe(0);
  });
});

describe('the fence', () => {
  it('that finds the order completed leads to its notice, never to a refund', async () => {
    const { states, status, calls } = await walk({
      'update-inventory': ['OutcomeUnknown'],
      'fence-order': ['OrderAlreadyCompleted'],
    });
    expect(states.slice(2)).toEqual(['UpdateInventory', 'FenceFaultyOrder', ...completed]);
    expect(status).toBe('SUCCEEDED');
    expect(countOf(calls, 'refund-payment')).toBe(0);
  });

  it('set by somebody else is joined at once, not fought', async () => {
    const { states, calls } = await walk({ 'process-payment': ['OrderFenced'] });
    expect(states.slice(1, 4)).toEqual(['ProcessPayment', 'FenceFaultyOrder', 'RefundPayment']);
    expect(countOf(calls, 'process-payment')).toBe(1);
  });

  it('that cannot be set leaves the order to the reconciler', async () => {
    const { status, error, calls } = await walk({
      'update-inventory': ['WriteConflict'],
      'fence-order': ['DependencyUnavailable'],
    });
    expect([status, error]).toEqual(['FAILED', 'NotCompensated']);
    expect(calls).not.toContain('refund-payment');
  });
});

describe('any other error', () => {
  it.each(['Weird', 'Lambda.Unknown', 'Sandbox.Timedout', 'Error'])(
    '(%s) never ends a run silently',
    async (error) => {
      const { states, status } = await walk({ 'validate-order': [error] });
      expect(states).toContain('FenceFaultyOrder');
      expect(states.slice(-5)).toEqual([...failed, 'OrderFailedByFault']);
      expect(status).toBe('FAILED');
    },
  );

  it('of the topic leaves the order ended and its notice due (F53)', async () => {
    const { states, status, error } = await walk({ sns: ['InternalError'] });
    expect(states.at(-1)).toBe('NoticeNotSent');
    expect([status, error]).toEqual(['FAILED', 'NoticeNotSent']);
    expect(states).not.toContain('CloseCompletedOrder');
  });
});
