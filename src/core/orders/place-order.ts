import { type Clock, epochSecondsAt, timestampAt } from '../kernel/clock.ts';
import { DependencyUnavailableError, OutcomeUnknownError } from '../kernel/faults.ts';
import { type IdSource, orderIdFrom } from '../kernel/ids.ts';
import type { IdempotencyRecord, IdempotencyStore, StoredResponse } from '../ports/idempotency-store.ts';
import type { OrderStore, PlaceOutcome } from '../ports/order-store.ts';
import { draftOrder, type Issue, type OrderDraft } from './order-draft.ts';
import type { PendingOrder } from './order.ts';

export interface PlaceOrderDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly orders: OrderStore;
  readonly idempotency: IdempotencyStore;
}

export interface PlaceOrder {
  readonly draft: OrderDraft;
  readonly traceHeader: string;
  /** Given when the caller sent an idempotency key. */
  readonly key?: { readonly id: string; readonly requestHash: string };
  /** The answer for a placed order; stored with the key and replayed as it was. */
  readonly render: (order: PendingOrder) => StoredResponse;
}

export type PlaceOrderOutcome =
  | { readonly kind: 'placed'; readonly order: PendingOrder; readonly response: StoredResponse }
  | { readonly kind: 'replayed'; readonly response: StoredResponse }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] }
  /** The key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** The first request with this key has not been stored yet. */
  | { readonly kind: 'key-in-progress' };

/** How long a key is remembered. */
export const idempotencyTtlSeconds = 24 * 60 * 60;

/**
 * Stores a new order, once per idempotency key. The order and its key are one write; everything that follows is
 * derived from the stored order.
 *
 * @throws DependencyUnavailableError when the order is not known to be stored; safe to repeat with the same key
 */
export async function placeOrder(deps: PlaceOrderDeps, command: PlaceOrder): Promise<PlaceOrderOutcome> {
  const now = deps.clock.now();
  const order = draftOrder(command.draft, {
    orderId: orderIdFrom(deps.ids.orderId()),
    createdAt: timestampAt(now),
    traceHeader: command.traceHeader,
  });
  if (!('orderId' in order)) return { kind: 'invalid', issues: order };
  const response = command.render(order);
  const record = recordOf(command, response, epochSecondsAt(now));
  const outcome = await place(deps, order, record);
  switch (outcome.kind) {
    case 'placed':
      return { kind: 'placed', order, response };
    case 'key-taken':
      return answerFrom(outcome.record, command);
    case 'key-contended':
      return afterContention(deps, command, now);
  }
}

function recordOf(
  command: PlaceOrder,
  response: StoredResponse,
  nowSeconds: number,
): IdempotencyRecord | undefined {
  if (command.key === undefined) return undefined;
  const expiresAt = nowSeconds + idempotencyTtlSeconds;
  return { ...command.key, response, storedAt: nowSeconds, expiresAt };
}

/** The write; when its answer is lost, the order itself says whether it happened. */
async function place(
  deps: PlaceOrderDeps,
  order: PendingOrder,
  record: IdempotencyRecord | undefined,
): Promise<PlaceOutcome> {
  try {
    return await deps.orders.place(order, record);
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) throw error;
    const stored = await deps.orders.find(order.orderId);
    if (stored !== undefined) return { kind: 'placed' };
    throw new DependencyUnavailableError('the order is not known to be stored', { cause: error });
  }
}

async function afterContention(
  deps: PlaceOrderDeps,
  command: PlaceOrder,
  now: number,
): Promise<PlaceOrderOutcome> {
  const record = command.key && (await deps.idempotency.find(command.key.id));
  const isCurrent = record !== undefined && record.expiresAt > epochSecondsAt(now);
  return isCurrent ? answerFrom(record, command) : { kind: 'key-in-progress' };
}

const answerFrom = (record: IdempotencyRecord, command: PlaceOrder): PlaceOrderOutcome =>
  record.requestHash === command.key?.requestHash
    ? { kind: 'replayed', response: record.response }
    : { kind: 'key-reused' };
