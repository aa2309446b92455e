import { expect, test } from 'vitest';
import { memoryWorld, pendingOrder, runA } from '../testing/memory-world.ts';
import { beginProcessing } from './begin-processing.ts';
import { fail } from './order-moves.ts';

async function given() {
  const world = memoryWorld();
  const order = pendingOrder();
  await world.orders.place(order);
  return { world, order };
}

test('claims the order, starts its run and says so', async () => {
  const { world, order } = await given();
  const outcome = await beginProcessing(world, order);
  expect(outcome).toEqual({ kind: 'begun', isFirst: true, start: { kind: 'started' } });
  expect(await world.orders.get(order)).toMatchObject({ status: 'PROCESSING', version: 2 });
  expect([...world.workflow.runs.keys()]).toEqual([order.orderId]);
  expect(world.notices.published).toEqual([
    { orderId: order.orderId, createdAt: order.createdAt, status: 'PROCESSING' },
  ]);
});

test('a redelivered message repeats the start and the notice under the same names, and moves nothing (F23, F27)', async () => {
  const { world, order } = await given();
  await beginProcessing(world, order);
  const again = await beginProcessing(world, order);
  expect(again).toMatchObject({ isFirst: false, start: { kind: 'already-exists', status: 'RUNNING' } });
  expect(world.workflow.runs.size).toBe(1);
  expect(await world.orders.get(order)).toMatchObject({ version: 2 });
});

test('a message for an ended order does nothing (F30)', async () => {
  const { world, order } = await given();
  await world.orders.save(order, fail(order, { failureReason: 'ABANDONED' }, order.createdAt));
  expect(await beginProcessing(world, order)).toEqual({ kind: 'already-ended' });
  expect(world.workflow.runs.size + world.notices.published.length).toBe(0);
});

test('an unknown order is reported, not invented', async () => {
  const world = memoryWorld();
  expect(await beginProcessing(world, pendingOrder())).toEqual({ kind: 'order-not-found' });
});

test('loses the race for the status to another worker without harm', async () => {
  const { world, order } = await given();
  let isFirstSave = true;
  const orders: typeof world.orders = {
    ...world.orders,
    save: async (before, after) => {
      if (isFirstSave) {
        isFirstSave = false;
        await world.orders.save(before, { ...after, runId: runA } as typeof after);
      }
      return world.orders.save(before, after);
    },
  };
  expect(await beginProcessing({ ...world, orders }, order)).toMatchObject({ kind: 'begun', isFirst: false });
  expect(await world.orders.get(order)).toMatchObject({ runId: runA });
});
