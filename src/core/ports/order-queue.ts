import type { OrderKey } from '../kernel/ids.ts';

/** The queue in front of processing; the stream fills it, the reconciler queues an order again through this. */
export interface OrderQueue {
  requeue(order: OrderKey, traceHeader: string): Promise<void>;
  /** About how many messages wait to be received. */
  waiting(): Promise<number>;
}
