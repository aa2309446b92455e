import type { Context } from 'aws-lambda';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { orderItem } from '../../src/adapters/dynamodb/order-item.ts';
import { timestampAt } from '../../src/core/kernel/clock.ts';
import { orderIdFrom, runIdFrom } from '../../src/core/kernel/ids.ts';
import type { Order } from '../../src/core/orders/order.ts';
import { markProcessing, complete } from '../../src/core/orders/order-moves.ts';
import { pendingOrder, usd } from '../../src/core/testing/memory-world.ts';
import { type FunctionCloud, functionCloud } from './function-cloud.ts';
import { context, metricSums, printedLines } from './function-fixtures.ts';

let cloud: FunctionCloud;
let handler: (event: unknown, context: Context) => Promise<void>;
let printed: ReturnType<typeof printedLines>;
const schedule = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

beforeAll(async () => {
  cloud = await functionCloud();
  vi.stubEnv('PAYMENT_LATENCY_MS', '0');
  vi.stubEnv('PENDING_OVERDUE_SECONDS', '5');
  vi.stubEnv('PROCESSING_OVERDUE_SECONDS', '5');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'order-reconciler');
  printed = printedLines();
  ({ handler } = await import('../../src/lambdas/order-reconciler/app.ts'));
});

afterAll(async () => {
  vi.restoreAllMocks();
  await cloud.stop();
});

const store = (order: Order) =>
  cloud.documents.send(new PutCommand({ TableName: 'orders', Item: orderItem(order) }));
const stored = async ({ orderId, createdAt }: Order) =>
  (await cloud.documents.send(new GetCommand({ TableName: 'orders', Key: { orderId, createdAt } }))).Item;
const runOf = (id: string) =>
  runIdFrom(`${cloud.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`);

/** An order in PROCESSING whose execution has failed. */
async function stranded(id: string): Promise<Order> {
  const pending = pendingOrder(orderIdFrom(id));
  const order = { ...markProcessing(pending, pending.createdAt), runId: runOf(id) };
  await store(order);
  const config = (globalThis as Record<symbol, unknown>)[Symbol.for('serverless-sandbox.client-config')];
  const sfn = new SFNClient(config as object); // as the functions read it
  await sfn.send(
    new StartExecutionCommand({ stateMachineArn: cloud.stateMachineArn, name: id, input: '{}' }),
  );
  return order;
}

describe('order-reconciler', () => {
  it('on its schedule queues again, gives up, settles and publishes what is owed, and counts it', async () => {
    const forgotten = pendingOrder(orderIdFrom('forgotten'));
    const hopeless = { ...pendingOrder(orderIdFrom('hopeless')), requeues: 5 };
    const processing = markProcessing(pendingOrder(orderIdFrom('silent')), forgotten.createdAt);
    const payment = { status: 'CAPTURED', net: usd(5998) } as const;
    const silent = complete({ ...processing, runId: runOf('silent') }, payment, forgotten.createdAt);
    await Promise.all([forgotten, hopeless, silent].map(store));
    const lost = await stranded('lost');

    await handler(schedule, context());

    expect(await cloud.received('orders')).toEqual([
      { orderId: 'forgotten', createdAt: forgotten.createdAt, traceHeader: '' },
    ]);
    expect(await stored(forgotten)).toMatchObject({ status: 'PENDING', requeues: 1 });
    expect(await stored(hopeless)).toMatchObject({ status: 'FAILED', failureReason: 'ABANDONED' });
    expect(await stored(lost)).toMatchObject({ status: 'FAILED', failureReason: 'PROCESSING_ERROR' });
    for (const order of [hopeless, lost, silent])
      expect(await stored(order)).not.toHaveProperty('noticeShard');
    const notices = (await cloud.received('notices')).map(
      (notice) => (notice as { notificationId: string }).notificationId,
    );
    expect(notices.sort()).toEqual(['hopeless:FAILED', 'lost:FAILED', 'silent:COMPLETED']);
    const sums = (name: string) => metricSums(printed.all(), name)[''];
    expect(['OrdersRequeued', 'OrdersAbandoned', 'OrdersSettled', 'NoticesRepublished'].map(sums)).toEqual([
      1, 1, 1, 1,
    ]);
    expect([sums('RefundsPending'), sums('ReconcileFailures')]).toEqual([0, undefined]);
    expect(sums('OldestPendingOrderAge')).toBeGreaterThan(5);
  });

  it('finds nothing more to do in a second sweep but the order that waits in the queue', async () => {
    await handler(schedule, context());
    expect(await cloud.received('notices')).toEqual([]);
  });

  it('settles one order at once when its execution stops', async () => {
    const order = await stranded('stopped');
    const input = JSON.stringify({ orderId: order.orderId, createdAt: order.createdAt });
    const detail = { executionArn: runOf('stopped'), status: 'FAILED', input };
    await handler({ source: 'aws.states', detail }, context());
    expect(await stored(order)).toMatchObject({ status: 'FAILED' });
    expect(await cloud.received('notices')).toMatchObject([{ notificationId: 'stopped:FAILED' }]);
  });

  it('shrugs at an execution that named no order', async () => {
    const detail = {
      executionArn: runOf('x'),
      status: 'FAILED',
      input: '{"orderId":"x","createdAt":"never"}',
    };
    await expect(handler({ source: 'aws.states', detail }, context())).resolves.toBeUndefined();
  });

  it('goes on past an order that cannot be read, names it and counts it', async () => {
    const unreadable = pendingOrder(orderIdFrom('unreadable'));
    const Item = { ...orderItem(unreadable), version: 'one' };
    await cloud.documents.send(new PutCommand({ TableName: 'orders', Item }));
    await store(pendingOrder(orderIdFrom('beside')));
    await handler(schedule, context());
    expect(await cloud.received('orders')).toMatchObject([{ orderId: 'beside' }]);
    expect(metricSums(printed.all(), 'ReconcileFailures')['']).toBe(1);
    expect(printed.all()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', orderId: 'unreadable', createdAt: unreadable.createdAt }),
    );
  });

  it('leaves an order to the backlog that it waits in', async () => {
    const twentySecondsAgo = timestampAt(Date.now() - 20_000);
    const waiting = {
      ...pendingOrder(orderIdFrom('waiting')),
      createdAt: twentySecondsAgo,
      updatedAt: twentySecondsAgo,
    };
    await store(waiting);
    await cloud.fillOrderQueue(110);
    await handler(schedule, context());
    expect(await stored(waiting)).toMatchObject({ status: 'PENDING', requeues: 0 });
    await cloud.received('orders');
    await handler(schedule, context());
    expect(await stored(waiting)).toMatchObject({ status: 'PENDING', requeues: 1 });
  });
});
