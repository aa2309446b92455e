import { acceptedOrders, isEnded, objectOf } from '../checker/accepted.ts';
import type { ClientAnswer, Evidence, Item, Trouble } from '../checker/evidence.ts';
import type { Account } from './account.ts';
import { answerOf } from './customer.ts';
import type { Customers } from './customer.ts';
import type { World } from './world.ts';

/** Everybody who can testify about a world. */
export interface Witnesses {
  readonly world: World;
  readonly account: Account;
  readonly customers: Customers;
  readonly stockBefore: readonly Item[];
  readonly stockSeen: (readonly Item[])[];
  /** What was done before and besides what the world did. */
  readonly trouble: Trouble;
  /** Looks for these in the logs. */
  readonly canaries?: readonly string[];
}

const deadLetterQueues = ['order-dlq', 'order-notification-dlq', 'order-pipe-dlq', 'order-delivery-dlq'];

/** Looks at everything, from outside. */
export async function testimony(witnesses: Witnesses): Promise<Evidence> {
  const { world, account, customers, stockBefore, stockSeen, trouble, canaries } = witnesses;
  const orders = await account.rows('orders');
  stockSeen.push(await account.rows('inventory'));
  const { requests, readsAtOnce } = customers;
  const evidence = {
    requests,
    readsAtOnce,
    orders,
    stockBefore,
    stockSeen,
    provider: await account.rows('simulated-provider'),
    history: await account.statusChanges(),
    letters: await account.letters(),
    deadLetters: await deadLetters(account),
    listed: await listed(world),
    ...(canaries === undefined ? {} : { logs: { canaries, text: await account.logText() } }),
    trouble: {
      ...trouble,
      crashes: trouble.crashes + world.crashes,
      cutOffMails: trouble.cutOffMails + (world.troubled['OrderNotification'] ?? 0),
      endedAt: Math.max(trouble.endedAt, world.troubledAt),
    },
    reads: new Map<string, ClientAnswer>(),
  };
  for (const { orderId } of acceptedOrders(evidence)) {
    const read = answerOf(await world.patiently(world.request('GET', `/orders/${orderId}`)));
    if (read !== undefined) evidence.reads.set(orderId, read);
  }
  return evidence;
}

/** Whether nothing is left to do: every order ended, its notice published and sent, nobody waiting. */
export async function isQuiet({ world, account, customers }: Witnesses): Promise<boolean> {
  if (customers.waiting + world.heldBack > 0) return false;
  const orders = await account.rows('orders');
  if (orders.some((order) => !isEnded(order['status']) || order['noticeShard'] !== undefined)) return false;
  return (await account.depth('order-queue')) + (await account.depth('order-notification-queue')) === 0;
}

async function deadLetters(account: Account): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const queue of deadLetterQueues) {
    if ((await account.depth(queue)) > 0) found[queue] = await account.bodies(queue);
  }
  return found;
}

async function listed(world: World): Promise<readonly string[]> {
  const ids: string[] = [];
  let query = '?limit=100';
  for (;;) {
    const page = answerOf(await world.patiently(world.request('GET', `/orders${query}`)));
    const { orders, nextToken } = objectOf(page?.body ?? '');
    // A page of the API: a list of orders.
    ids.push(...((orders ?? []) as readonly Item[]).map(({ orderId }) => String(orderId)));
    if (nextToken === undefined) return ids;
    query = `?limit=100&nextToken=${encodeURIComponent(String(nextToken))}`;
  }
}
