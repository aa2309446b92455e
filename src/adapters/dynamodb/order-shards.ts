import type { OrderId } from '../../core/kernel/ids.ts';
import type { OrderStatus } from '../../core/orders/order.ts';

/**
 * Into how many partitions each index spreads. One bare status would be a single hot partition, and a hot index
 * throttles its table. Raising the count is a backfill: reads must cover the larger of the old and the new count.
 */
export const shardCount = 1;

export const allShards = (count = shardCount): readonly number[] =>
  Array.from({ length: count }, (_, shard) => shard);

/** FNV-1a: stable for ever, since stored keys depend on it. */
export function shardOf(orderId: OrderId, count = shardCount): number {
  let hash = 0x811c9dc5;
  for (const character of orderId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % count;
}

export const statusShardKey = (status: OrderStatus, shard: number): string => `${status}#${String(shard)}`;
export const listShardKey = (shard: number): string => `ORDER#${String(shard)}`;
/** Key of the sparse index of ended orders whose notice is due; the workflow removes the attribute. */
export const noticeShardKey = (shard: number): string => `NOTICE#${String(shard)}`;
