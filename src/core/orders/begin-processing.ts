import { type Clock, timestampAt } from '../kernel/clock.ts';
import type { OrderKey } from '../kernel/ids.ts';
import { untilSaved } from '../kernel/until-saved.ts';
import type { NoticePublisher } from '../ports/notice-publisher.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { StartOutcome, Workflow } from '../ports/workflow.ts';
import { isEnded, type Order } from './order.ts';
import { markProcessing } from './order-moves.ts';

export interface BeginProcessingDeps {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly workflow: Workflow;
  readonly notices: NoticePublisher;
}

export type BeginProcessingOutcome =
  | { readonly kind: 'begun'; readonly isFirst: boolean; readonly start: StartOutcome }
  | { readonly kind: 'already-ended' }
  | { readonly kind: 'order-not-found' };

/**
 * Takes an order from the queue: claims its status, starts its run, says so on the topic. A redelivered message
 * repeats all three under the same names, so a crash between any two of them is made good.
 */
export async function beginProcessing(
  deps: BeginProcessingDeps,
  key: OrderKey,
): Promise<BeginProcessingOutcome> {
  const { order, isFirst } = await claimStatus(deps, key);
  if (order === undefined) return { kind: 'order-not-found' };
  // A message that is days late (a redrive) must not tell the customer that an ended order is being processed.
  if (isEnded(order)) return { kind: 'already-ended' };
  const start = await deps.workflow.start(key, order.traceHeader);
  await deps.notices.publish({ orderId: order.orderId, createdAt: order.createdAt, status: 'PROCESSING' });
  return { kind: 'begun', isFirst, start };
}

const claimStatus = (deps: BeginProcessingDeps, key: OrderKey) =>
  untilSaved(async (): Promise<{ order?: Order; isFirst: boolean } | 'lost-race'> => {
    const order = await deps.orders.get(key);
    if (order === undefined) return { isFirst: false };
    if (order.status !== 'PENDING') return { order, isFirst: false };
    const begun = markProcessing(order, timestampAt(deps.clock.now()));
    const saved = await deps.orders.save(order, begun);
    return saved === 'saved' ? { order: begun, isFirst: true } : 'lost-race';
  });
