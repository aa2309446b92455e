import type { OrderQueue } from '../ports/order-queue.ts';

/** An {@link OrderQueue} for pure tests that remembers what was queued again; its depth is set by hand. */
export function memoryOrderQueue(): OrderQueue & { readonly requeued: string[]; depth: number } {
  const requeued: string[] = [];
  return {
    requeued,
    depth: 0,
    async requeue({ orderId }) {
      requeued.push(orderId);
    },
    async waiting() {
      return this.depth;
    },
  };
}
