import { beforeAll, describe, expect, it } from 'vitest';
import { objectOf } from './checker/accepted.ts';
import { problemsOf, surveyCrashes } from './crash-points.ts';
import { compileFunctions } from './function-code.ts';
import type { FunctionCode } from './function-code.ts';
import { directedPaths } from './paths/directed-paths.ts';
import { many, one, orderOf } from './paths/path.ts';
import type { Path } from './paths/path.ts';
import { FaultRules } from './world/fault-rules.ts';
import { conclude, rest, setStage } from './world/stage.ts';
import type { Outcome } from './world/stage.ts';

let code: FunctionCode;
beforeAll(async () => {
  code = await compileFunctions();
});

const titled = directedPaths.map((path) => ({ ...path, ids: path.faults.join(', ') }));

it.each(titled)('keeps every promise while $name ($ids)', { timeout: 60_000 }, async (path) => {
  const outcome = await walk(path);
  expect(problemsOf(path, outcome)).toEqual([]);
  expect(outcome.evidence.orders).toHaveLength(path.wishes.length);
});

it('one unit for a hundred orders: one is COMPLETED, 99 FAILED, at no charge to them (F50)', async () => {
  const items = [{ productId: 'LAST', quantity: 1, price: 5 }];
  const path: Path = { name: 'race', faults: ['F50'], wishes: many(100, { items }), ends: 'either' };
  const outcome = await walk(path);
  const { orders, provider } = outcome.evidence;
  expect(problemsOf(path, outcome)).toEqual([]);
  expect(orders.filter(({ status }) => status === 'COMPLETED')).toHaveLength(1);
  expect(orders.filter(({ failureReason }) => failureReason === 'OUT_OF_STOCK')).toHaveLength(99);
  expect(provider.filter(({ kind }) => kind === 'CHARGE')).toHaveLength(1);
});

/** Lets a path's orders go their way, with its trouble and without a kill. */
async function walk(path: Path): Promise<Outcome> {
  const { behaviour, trouble } = path;
  const stage = await setStage({ code, seed: 1, rules: new FaultRules(path.rules), behaviour, trouble });
  await path.prepare?.(stage.account);
  for (const wish of path.wishes) void stage.customers.place(wish);
  await rest(stage);
  // Where trouble has no end of its own, what it kept from being done is done after it.
  stage.world.rules.clear();
  const outcome = await conclude(stage);
  stage.world.end();
  // What nobody met shows nothing.
  if (path.rules !== undefined) expect(stage.world.troubled).not.toEqual({});
  return outcome;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a clock that jumps', () => {
  it.each([
    ['back by an hour', -hour],
    // A day later streams and keys are rightly forgotten.
    ['forward by 23 hours', 23 * hour],
  ])('%s leaves nothing stuck, at whatever step it does (F59)', { timeout: 60_000 }, async (_, jumpMs) => {
    const path = { name: 'jump', faults: ['F59'], wishes: one(), ends: 'either', jumpMs } as const;
    const { failures, slowestMs } = await surveyCrashes(code, path);
    expect(failures).toEqual([]);
    expect(slowestMs).toBeLessThan(10 * minute);
  });

  it('back by an hour while messages wait for another try holds nothing up (F59)', async () => {
    const rules = new FaultRules([
      { call: 'states:StartExecution', times: 1, trouble: 'throttle' },
      { call: 'states:StartExecution', times: 4, trouble: 'lose-answer' },
    ]);
    const stage = await setStage({ code, seed: 1, rules, trouble: { hasFaults: true } });
    void stage.customers.place({ order: orderOf('one'), idempotencyKey: 'key-one' });
    await stage.world.advance(2_000);
    stage.world.clock.jump(-hour);
    const { violations, evidence, settledMs } = await conclude(stage);
    stage.world.end();
    expect(violations).toEqual([]);
    expect(evidence.orders.map(({ status }) => status)).toEqual(['COMPLETED']);
    expect(settledMs).toBeGreaterThan(10_000);
    expect(settledMs).toBeLessThan(10 * minute);
  });
});

it('a disk that is full for twenty seconds: 503 and nothing half made, and no restart is needed (F60)', async () => {
  const stage = await setStage({ code, seed: 1, trouble: { hasFaults: true } });
  const { world, customers } = stage;
  const [early, late] = [many(6).slice(0, 3), many(6).slice(3)];
  for (const wish of early) void customers.place(wish);
  await world.advance(100);
  world.sandbox.fillDisk(true);
  for (const wish of late) void customers.place(wish);
  await world.advance(20_000);
  const told = customers.requests.slice(3).flatMap(({ answers }) => answers.map((answer) => answer?.status));
  expect(told.length).toBeGreaterThan(3);
  expect(new Set(told)).toEqual(new Set([503]));
  world.sandbox.fillDisk(false);
  stage.trouble.endedAt = world.clock.now();
  const { violations, evidence } = await conclude(stage);
  world.end();
  expect(violations).toEqual([]);
  expect(evidence.orders.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'COMPLETED'));
});

describe('a dead letter', () => {
  it('of an order that has ended, moved back three days later, does nothing again (F30)', async () => {
    const first = await setStage({ code, seed: 1 });
    void first.customers.place({ order: orderOf('one'), idempotencyKey: 'key-one' });
    await rest(first);
    const [order] = await first.account.rows('orders');
    const moment = first.world.moment();
    const customers = first.customers.then();
    first.world.end();
    const later = await setStage({
      code,
      seed: 1,
      from: { ...moment, now: moment.now + 3 * day },
      trouble: { endedAt: moment.now + 3 * day },
    });
    later.customers.resume(customers);
    await later.account.send(
      'order-dlq',
      JSON.stringify({ orderId: order?.['orderId'], createdAt: order?.['createdAt'], traceHeader: '' }),
    );
    await later.account.redrive('order-dlq', 'order-queue');
    const { violations, evidence } = await conclude(later);
    later.world.end();
    // The stream has forgotten the order's history after a day.
    expect(violations.filter(({ invariant }) => invariant !== 'I3')).toEqual([]);
    expect(evidence.provider.filter(({ kind }) => kind === 'CHARGE')).toHaveLength(1);
    expect(evidence.letters).toHaveLength(2);
  });
});

describe('an idempotency key', () => {
  it('is remembered for a day and forgotten after it, though its row is still there (F21)', async () => {
    const first = await setStage({ code, seed: 1 });
    const wish = { order: orderOf('one'), idempotencyKey: 'key-one' };
    void first.customers.place(wish);
    await rest(first);
    const moment = first.world.moment();
    first.world.end();
    const ask = async (afterMs: number) => {
      const later = await setStage({ code, seed: 1, from: { ...moment, now: moment.now + afterMs } });
      const answer = await later.world.orDeath(later.customers.place(wish));
      await rest(later);
      const made = (await later.account.rows('orders')).length;
      later.world.end();
      return { isReplay: answer?.isReplay, orderId: objectOf(answer?.body ?? '')['orderId'], made };
    };
    const within = await ask(day - hour);
    expect(within).toMatchObject({ isReplay: true, made: 1 });
    expect(await ask(day + hour)).toMatchObject({ isReplay: false, made: 2 });
  });
});

it('nothing of a customer stands in any log, whatever fails (I12)', async () => {
  const stage = await setStage({
    code,
    seed: 1,
    canaries: ['one@example.com', 'CUST-one', '1 Canary Street', 'Canary Town'],
  });
  const shippingAddress = {
    street: '1 Canary Street',
    city: 'Canary Town',
    state: 'NY',
    zipCode: '10001',
    country: 'US',
  };
  for (const paymentToken of ['tok_visa', 'tok_declined', 'tok_unavailable', 'tok_timeout_after_charge'])
    void stage.customers.place({ order: orderOf('one', { paymentToken, shippingAddress }) });
  stage.trouble.hasFaults = true;
  stage.world.rules.add({ every: 5, times: 200, trouble: 'fail' });
  const { evidence, violations } = await conclude(stage);
  stage.world.end();
  expect(evidence.logs?.text).toContain('order placed');
  expect(violations.filter(({ invariant }) => invariant === 'I12')).toEqual([]);
});
