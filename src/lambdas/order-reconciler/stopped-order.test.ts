import { describe, expect, test } from 'vitest';
import { stoppedOrder } from './stopped-order.ts';

const stopped = (input: unknown) => ({
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    executionArn: 'arn:aws:states:us-east-1:1:execution:order-workflow:order-1',
    status: 'ABORTED',
    input,
  },
});

describe('an invocation', () => {
  test('by an execution that stopped is about its order', () => {
    const order = { orderId: 'order-1', createdAt: '2026-01-15T10:30:00.000Z' };
    expect(stoppedOrder(stopped(JSON.stringify(order)))).toEqual(order);
  });

  test.each([['{}'], ['not JSON'], [null], [undefined], ['{"orderId":7,"createdAt":"now"}']])(
    'by an execution with the input %s is about nobody',
    (input) => {
      expect(stoppedOrder(stopped(input))).toBe('nobody');
    },
  );

  test.each([[{ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }], [{}], [null]])(
    'by %j is a sweep',
    (event) => {
      expect(stoppedOrder(event)).toBe('sweep');
    },
  );
});
