import { createHash } from 'node:crypto';
import type { FunctionCode } from '../function-code.ts';
import { conclude, rest, setStage } from '../world/stage.ts';
import type { Stage } from '../world/stage.ts';
import type { Action, Scenario } from './scenario.ts';

/** What became of a scenario. */
export interface SimulationResult {
  readonly violations: readonly string[];
  /** Digest of every call, every witness and every byte that is stored at the end. */
  readonly trace: string;
  readonly orders: number;
  /** How each order ended: `COMPLETED`, `FAILED OUT_OF_STOCK`. */
  readonly ends: readonly string[];
  readonly crashes: number;
}

/** Plays a scenario to its end and asks the witnesses. */
export async function simulate(code: FunctionCode, scenario: Scenario): Promise<SimulationResult> {
  const { seed, behaviour, actions } = scenario;
  const stage = await setStage({ code, seed, behaviour, isShuffled: true });
  const { world } = stage;
  for (const action of actions) {
    await act(stage, action);
  }
  world.rules.clear();
  await rest(stage);
  await redrive(stage);
  const { evidence, violations } = await conclude(stage);
  const digest = createHash('sha256');
  digest.update(JSON.stringify([world.effects, evidence, [...evidence.reads]]));
  digest.update(world.sandbox.image());
  world.end();
  return {
    violations: violations.map(({ invariant, message }) => `${invariant} ${message}`),
    trace: digest.digest('hex'),
    orders: evidence.orders.length,
    ends: evidence.orders.map(({ status, failureReason }) => [status, failureReason].join(' ').trim()),
    crashes: evidence.trouble.crashes,
  };
}

async function act(stage: Stage, action: Action): Promise<void> {
  const { world, account, customers, trouble } = stage;
  switch (action.kind) {
    case 'order': {
      const { order, key, times } = action;
      const wish = { order, ...(key === undefined ? {} : { idempotencyKey: key }) };
      // Nobody waits for the answer: the next thing comes while it is on its way.
      for (let time = 0; time < times; time += 1) void customers.place(wish);
      return;
    }
    case 'wait':
      return world.advance(action.ms);
    case 'trouble':
      trouble.hasFaults = true;
      world.rules.add(action.rule);
      return;
    case 'calm':
      world.rules.clear();
      return;
    case 'crash':
      world.crash();
      return world.settle();
    case 'steal':
      trouble.hasLostMessages = true;
      void world.orDeath(account.steal('order-queue'));
      return;
    case 'send-again':
      return sendAgain(stage);
    case 'redrive':
      return redrive(stage);
    case 'abort':
      await world.settle();
      return account.abortExecutions();
    case 'redrive-executions':
      await world.settle();
      return account.redriveExecutions();
    case 'poison': {
      await world.settle();
      const dead = action.queue === 'order-queue' ? 'order-dlq' : 'order-notification-dlq';
      trouble.poison[dead] = ['poison'];
      return account.send(action.queue, 'poison');
    }
  }
}

/** Every order's message once more, as a standard queue may deliver it at any time. */
async function sendAgain({ account, world }: Stage): Promise<void> {
  await world.settle();
  for (const { orderId, createdAt, traceHeader } of await account.rows('orders'))
    await account.send('order-queue', JSON.stringify({ orderId, createdAt, traceHeader }));
}

/** The operator moves what is in the dead-letter queues back to where it came from. */
async function redrive({ account, world }: Stage): Promise<void> {
  await world.settle();
  for (const queue of ['order-dlq', 'order-notification-dlq']) {
    if ((await account.depth(queue)) > 0) await account.redrive(queue);
  }
  await world.settle();
}
