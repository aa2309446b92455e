import { expect, test } from 'vitest';
import { timestampFrom } from '../kernel/clock.ts';
import { ImpossibleStateError } from '../kernel/faults.ts';
import { pendingOrder, runA, usd } from '../testing/memory-world.ts';
import { orderStatuses, type Order } from './order.ts';
import { markProcessing, claimFor, complete, fail, fence } from './order-moves.ts';
import { mayMove } from './status-transitions.ts';

const at = timestampFrom('2026-01-15T10:31:00.000Z');
const pending = pendingOrder();
const processing = claimFor(pending, runA, at);
const paid = { status: 'CAPTURED', net: usd(5998) } as const;
const completed = complete({ ...processing, runId: runA }, paid, at);
const failed = fail(fence(processing, 'OUT_OF_STOCK', at), { failureReason: 'OUT_OF_STOCK' }, at);
const byStatus: Record<Order['status'], Order> = {
  PENDING: pending,
  PROCESSING: processing,
  COMPLETED: completed,
  FAILED: failed,
};

const moves: Record<Order['status'], (order: Order) => Order> = {
  PENDING: () => {
    throw new ImpossibleStateError('nothing leads back to PENDING');
  },
  // Hostile callers: the types forbid these calls, the table refuses them as well.
  PROCESSING: (order) => markProcessing(order as never, at),
  COMPLETED: (order) => complete(order as never, paid, at),
  FAILED: (order) => fail(order as never, { failureReason: 'ABANDONED' }, at),
};

test.each(orderStatuses.flatMap((from) => orderStatuses.map((to) => [from, to] as const)))(
  '%s → %s is allowed exactly as the table says',
  (from, to) => {
    const act = () => moves[to](byStatus[from]).status;
    if (mayMove(from, to)) expect(act()).toBe(to);
    else expect(act).toThrow(ImpossibleStateError);
  },
);

test('every move raises the version and keeps the facts', () => {
  for (const order of [processing, completed, failed]) {
    expect(order.version).toBeGreaterThan(pending.version);
    expect(order).toMatchObject({ orderId: pending.orderId, items: pending.items, total: pending.total });
  }
});

test('an ended order carries its outcome and no fence', () => {
  expect(failed).toMatchObject({ failureReason: 'OUT_OF_STOCK', runId: runA });
  expect(failed).not.toHaveProperty('failing');
});
