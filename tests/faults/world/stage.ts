import { check } from '../checker/check.ts';
import type { Evidence, Item, Trouble, Violation } from '../checker/evidence.ts';
import type { FunctionCode } from '../function-code.ts';
import { Account } from './account.ts';
import { Customers } from './customer.ts';
import { isQuiet, testimony } from './witness.ts';
import type { Witnesses } from './witness.ts';
import { World } from './world.ts';
import type { Moment, WorldOptions } from './world.ts';

/** What there is to buy. Everything else is untracked. */
export const stock: readonly Item[] = [
  { productId: 'BOOK', available: 100, reserved: 0 },
  { productId: 'PEN', available: 100, reserved: 0 },
  { productId: 'LAST', available: 1, reserved: 0 },
  { productId: 'GONE', available: 0, reserved: 0 },
  { productId: 'DEAR', available: 50, reserved: 0, price: 80 },
];

/** A world with stock, customers and witnesses. */
export interface Stage extends Witnesses {
  readonly customers: Customers;
}

const baseSeed = 1;
const bases = new Map<FunctionCode, Moment>();

/** The moment right after the first start, with stock in place; made once. */
export async function opening({ code, template }: Pick<WorldOptions, 'code' | 'template'>): Promise<Moment> {
  const known = bases.get(code);
  if (known !== undefined) return known;
  const world = await World.begin({ code, seed: baseSeed, template });
  const account = new Account(world);
  for (const row of stock) await account.putRow('inventory', row);
  await world.settle();
  const moment = world.moment();
  world.end();
  bases.set(code, moment);
  return moment;
}

export interface StageOptions extends WorldOptions {
  readonly trouble?: Partial<Trouble> | undefined;
  readonly canaries?: readonly string[];
}

const noTrouble: Trouble = {
  crashes: 0,
  hasFaults: false,
  poison: {},
  cutOffMails: 0,
  hasLostMessages: false,
  endedAt: 0,
  clockSkewMs: 0,
};

/** Sets a stage, at the opening unless another moment is given. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const world = await World.begin({ ...options, from: options.from ?? (await opening(options)) });
  const { trouble, canaries, behaviour } = options;
  return {
    world,
    account: new Account(world),
    customers: new Customers(world),
    stockBefore: stock,
    stockSeen: [],
    trouble: {
      ...noTrouble,
      endedAt: world.clock.now(),
      poison: {},
      clockSkewMs: behaviour?.clockSkewMs ?? 0,
      ...trouble,
    },
    ...(canaries === undefined ? {} : { canaries }),
  };
}

/** Milliseconds of virtual time: looks often at first, then every minute. */
const looks = [100, 1_000, 4_000, 10_000, 15_000, 30_000, ...Array.from({ length: 59 }, () => 60_000)];

/** What a stage came to. */
export interface Outcome {
  readonly evidence: Evidence;
  readonly violations: readonly Violation[];
  /** Virtual ms until everything was quiet. */
  readonly settledMs: number;
}

/** Lets everything come to rest; the virtual ms that it took. */
export async function rest(stage: Stage): Promise<number> {
  const { world, stockSeen, account } = stage;
  const begun = world.clock.now();
  await world.settle();
  for (const ms of looks) {
    if (await isQuiet(stage)) break;
    await world.advance(ms);
    stockSeen.push(await account.rows('inventory'));
  }
  return world.clock.now() - begun;
}

/** Indexes may lag behind their tables by so much. */
const indexLagMs = 2_000;

/** Lets everything come to rest, asks the witnesses and checks what they say. */
export async function conclude(stage: Stage): Promise<Outcome> {
  const settledMs = await rest(stage);
  await stage.world.advance(indexLagMs);
  const evidence = await testimony(stage);
  return { evidence, violations: check(evidence), settledMs };
}
