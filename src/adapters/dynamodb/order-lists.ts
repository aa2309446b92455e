import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Timestamp } from '../../core/kernel/clock.ts';
import type { Order, OrderStatus } from '../../core/orders/order.ts';
import type { ListPosition, ListQuery, OrderPage } from '../../core/ports/order-store.ts';
import { reading } from '../sdk-faults.ts';
import { batchGet } from './batch-get.ts';
import { indexQueryParams, type IndexRead, startOf } from './index-params.ts';
import { mergeShards, type ShardRead } from './merge-shards.ts';
import { keyOf } from './order-key.ts';
import { readableOrders, type ReportUnreadable } from './readable-orders.ts';
import { allShards } from './order-shards.ts';

/** Where orders are read from, and who hears of rows that are none. */
export interface OrderRows {
  readonly table: string;
  readonly report: ReportUnreadable;
}

/** One page of an index, newest first, merged over its shards. */
export async function listOrders(
  client: DynamoDBDocumentClient,
  { table, report }: OrderRows,
  query: ListQuery,
): Promise<OrderPage> {
  const reads = await Promise.all(
    allShards().map((shard) =>
      readShard(client, { table, shard, query, position: query.from?.[shard] ?? null }),
    ),
  );
  const page = mergeShards(reads, query.limit);
  const orders =
    query.status === undefined
      ? await byKeys(client, { table, report }, page.rows)
      : readableOrders(page.rows, report);
  return { orders, ...(page.next && { next: page.next }) };
}

/** Orders of a status that are older than they should be, oldest first, shard by shard. */
export async function* overdueOrders(
  client: DynamoDBDocumentClient,
  { table, report }: OrderRows,
  { status, createdBefore }: { status: OrderStatus; createdBefore: Timestamp },
): AsyncIterable<Order> {
  for (const shard of allShards()) {
    let start: Record<string, unknown> | undefined;
    do {
      const params = indexQueryParams({ table, shard, status, createdBefore, limit: 100, start });
      const answer = await reading(client.send(new QueryCommand(params)));
      yield* readableOrders(answer.Items ?? [], report);
      start = answer.LastEvaluatedKey;
    } while (start !== undefined);
  }
}

interface ShardRequest {
  readonly table: string;
  readonly shard: number;
  readonly query: ListQuery;
  readonly position: ListPosition[number];
}

/** Rows of one shard, one more than the page needs, however short the service's own pages are. */
async function readShard(client: DynamoDBDocumentClient, request: ShardRequest): Promise<ShardRead> {
  const { table, shard, query, position } = request;
  if (position === 'end') return { position, rows: [] };
  const wanted = query.limit + 1;
  const read: IndexRead = { table, shard, ...(query.status && { status: query.status }), limit: wanted };
  const rows: Record<string, unknown>[] = [];
  let start = position === null ? undefined : startOf(read, position);
  do {
    const params = indexQueryParams({ ...read, limit: wanted - rows.length, start });
    const answer = await reading(client.send(new QueryCommand(params)));
    rows.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && rows.length < wanted);
  return { position, rows };
}

/** The created-index holds keys only, so that a change of status costs it nothing; the orders are read by key. */
async function byKeys(
  client: DynamoDBDocumentClient,
  { table, report }: OrderRows,
  rows: readonly Record<string, unknown>[],
): Promise<readonly Order[]> {
  const keys = rows.map(keyOf);
  const items = await batchGet(
    client,
    table,
    keys.map((key) => ({ ...key })),
  );
  const found = new Map(readableOrders(items, report).map((order) => [order.orderId, order]));
  return keys.flatMap(({ orderId }) => found.get(orderId) ?? []);
}
