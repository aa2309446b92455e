import { seededRandom } from 'serverless-sandbox';
import type { Random } from 'serverless-sandbox';
import type { Item } from '../checker/evidence.ts';
import type { FaultRule, Trouble } from '../world/fault-rules.ts';
import type { WorldOptions } from '../world/world.ts';

/** One thing that people, services or the machine do. */
export type Action =
  | { readonly kind: 'order'; readonly order: Item; readonly key?: string; readonly times: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'trouble'; readonly rule: FaultRule }
  | { readonly kind: 'calm' }
  | { readonly kind: 'crash' }
  /** Another consumer takes messages of the order queue and forgets them. */
  | { readonly kind: 'steal' }
  | { readonly kind: 'send-again' }
  | { readonly kind: 'redrive' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'redrive-executions' }
  | { readonly kind: 'poison'; readonly queue: 'order-queue' | 'order-notification-queue' };

/** A story that a seed tells. */
export interface Scenario {
  readonly seed: number;
  readonly behaviour: NonNullable<WorldOptions['behaviour']>;
  readonly actions: readonly Action[];
}

/** The story of a seed. */
export function scenarioOf(seed: number): Scenario {
  const random = seededRandom(seed);
  const length = 3 + random.below(6);
  const first = orderAction(random, 0);
  const rest = Array.from({ length }, (_, index) => actionOf(random, index + 1));
  return {
    seed,
    behaviour: {
      disorder: {
        duplicates: pick(random, [0, 0, 0.1, 0.5]),
        duplicatesWithin: pick(random, [0, 1_000, 1_200_000]),
        reorder: random.below(2) === 0,
      },
      indexLagMs: pick(random, [0, 0, 500, 2_000]),
      outlivesTimeout: random.below(2) === 0,
      clockSkewMs: pick(random, [0, 0, 1_000, 300_000]),
    },
    actions: [first, ...rest],
  };
}

/** How often each kind of action comes, of all. */
const weights: readonly (readonly [number, (random: Random, index: number) => Action])[] = [
  [9, orderAction],
  [5, (random) => ({ kind: 'wait', ms: pick(random, [5, 50, 500, 5_000, 30_000, 200_000]) })],
  [7, (random) => ({ kind: 'trouble', rule: ruleOf(random) })],
  [2, () => ({ kind: 'crash' })],
  [1, () => ({ kind: 'calm' })],
  [2, () => ({ kind: 'steal' })],
  [1, () => ({ kind: 'send-again' })],
  [1, () => ({ kind: 'redrive' })],
  [1, () => ({ kind: 'abort' })],
  [1, () => ({ kind: 'redrive-executions' })],
  [
    1,
    (random) => ({
      kind: 'poison',
      queue: pick(random, ['order-queue', 'order-notification-queue'] as const),
    }),
  ],
];

function actionOf(random: Random, index: number): Action {
  let drawn = random.below(weights.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of weights) {
    drawn -= weight;
    if (drawn < 0) return make(random, index);
  }
  return { kind: 'calm' };
}

const tokens = [
  'tok_visa',
  'tok_visa',
  'tok_visa',
  'tok_visa',
  'tok_declined',
  'tok_insufficient_funds',
  'tok_timeout_then_success',
  'tok_timeout_after_charge',
  'tok_unavailable_once',
  'tok_unavailable',
  'tok_refund_fails_once',
  'tok_unknown',
] as const;
const products = [
  'BOOK',
  'BOOK',
  'BOOK',
  'BOOK',
  'PEN',
  'PEN',
  'PEN',
  'LAST',
  'LAST',
  'UNTRACKED',
  'UNTRACKED',
  'DEAR',
  'DEAR',
  'GONE',
] as const;
const prices: Readonly<Record<string, number>> = { DEAR: 80 };

function orderAction(random: Random, index: number): Action {
  const lines = Array.from({ length: pick(random, [1, 1, 1, 2, 3]) }, () => {
    const productId = pick(random, products);
    const isMispriced = productId === 'DEAR' && random.below(4) === 0;
    const price = isMispriced ? 79.99 : (prices[productId] ?? pick(random, [0.07, 4.35, 19.99, 1_000.1]));
    return { productId, quantity: productId === 'LAST' ? 1 : 1 + random.below(4), price };
  });
  const name = `c${String(index)}`;
  const hasKey = random.below(5) > 0;
  return {
    kind: 'order',
    order: {
      customerId: `CUST-${name}`,
      ...(random.below(6) === 0 ? {} : { customerEmail: `${name}@example.com` }),
      items: lines,
      paymentToken: pick(random, tokens),
    },
    ...(hasKey ? { key: `key-${name}` } : {}),
    times: hasKey && random.below(4) === 0 ? 3 : 1,
  };
}

const callers = [
  'OrderCreation',
  'OrderProcessing',
  'OrderNotification',
  'OrderReconciler',
  'OrderWorkflow',
  'ValidateOrder',
  'ProcessPayment',
  'UpdateInventory',
  'FenceOrder',
  'RefundPayment',
  'FailOrder',
  'ProcessPayment',
  'UpdateInventory',
  'UpdateInventory',
  'RefundPayment',
  'FenceOrder',
] as const;
const calls = [
  'dynamodb:TransactWriteItems',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'sns:Publish',
  'states:StartExecution',
  'ses:SendEmail',
  'lambda:Invoke',
  'sqs:SendMessage',
] as const;

function ruleOf(random: Random): FaultRule {
  const trouble = pick<Trouble>(random, [
    'throttle',
    'fail',
    'lose-answer',
    'lose-answer',
    'crash-before',
    'crash-after',
    'conflict',
    'in-progress',
    'short-answer',
    { delayMs: pick(random, [3, 30, 3_000, 15_000, 130_000]) },
    { delayMs: pick(random, [3, 30, 3_000, 15_000, 130_000]) },
  ]);
  const isCrash = trouble === 'crash-before' || trouble === 'crash-after';
  const names = random.below(3);
  const call = callOf(random, trouble) ?? (names === 1 ? undefined : pick(random, calls));
  return {
    ...(names === 0 ? {} : { who: pick(random, callers) }),
    ...(call === undefined ? {} : { call }),
    after: random.below(6),
    times: isCrash ? 1 : pick(random, [1, 1, 2, 4, 30]),
    trouble,
  };
}

/** Some troubles meet some calls only. */
function callOf(random: Random, trouble: Trouble): string | undefined {
  if (trouble === 'conflict' || trouble === 'in-progress') return 'dynamodb:TransactWriteItems';
  return trouble === 'short-answer' ? pick(random, ['dynamodb:Query', 'dynamodb:BatchGetItem']) : undefined;
}

const pick = <Value>(random: Random, values: readonly [Value, ...Value[]] | readonly Value[]): Value =>
  values[random.below(values.length)] as Value; // the lists are not empty
