import { timestampFrom } from '../../core/kernel/clock.ts';
import { orderIdFrom } from '../../core/kernel/ids.ts';
import type { ListPosition } from '../../core/ports/order-store.ts';

type Row = Record<string, unknown>;

export interface ShardRead {
  /** Where the read began. */
  readonly position: ListPosition[number];
  /** Newest first; fewer rows than one more than the page holds means that the shard ends here. */
  readonly rows: readonly Row[];
}

export interface MergedPage {
  readonly rows: readonly Row[];
  readonly next?: ListPosition;
}

/**
 * The newest `limit` rows of several shards, and where each shard goes on. Each read must hold up to `limit + 1`
 * rows: the one too many tells whether there is a next page.
 */
export function mergeShards(reads: readonly ShardRead[], limit: number): MergedPage {
  const taken = reads.map(() => 0);
  const rows: Row[] = [];
  while (rows.length < limit) {
    const shard = newestShard(reads, taken);
    const row = shard === undefined ? undefined : reads[shard]?.rows[taken[shard] ?? 0];
    if (shard === undefined || row === undefined) return { rows };
    rows.push(row);
    taken[shard] = (taken[shard] ?? 0) + 1;
  }
  if (newestShard(reads, taken) === undefined) return { rows };
  return { rows, next: reads.map((read, shard) => positionAfter(read, taken[shard] ?? 0)) };
}

/** The shard whose next row is the newest; equal instants go to the lower shard. */
function newestShard(reads: readonly ShardRead[], taken: readonly number[]): number | undefined {
  let newest: { shard: number; createdAt: string } | undefined;
  for (const [shard, read] of reads.entries()) {
    const row = read.rows[taken[shard] ?? 0];
    if (row === undefined) continue;
    const createdAt = String(row['createdAt']);
    if (newest === undefined || createdAt > newest.createdAt) newest = { shard, createdAt };
  }
  return newest?.shard;
}

function positionAfter(read: ShardRead, taken: number): ListPosition[number] {
  if (taken === read.rows.length) return 'end';
  const last = read.rows[taken - 1];
  if (last === undefined) return read.position;
  return {
    orderId: orderIdFrom(String(last['orderId'])),
    createdAt: timestampFrom(String(last['createdAt'])),
  };
}
