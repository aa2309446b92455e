import type { Room } from '../room.ts';
import { storedKey } from '../table/item-key.ts';
import { StoredItem } from './stored-item.ts';

const servicePrincipal = 'dynamodb.amazonaws.com';
const batchSize = 100;

/** Deletes a batch of expired items, each with its stream record; answers whether more may be left. */
export function deleteExpired(room: Room): boolean {
  const { store, clock } = room.ground;
  const rows = store.all<{ id: number; tableId: number; json: string; size: number }>(
    'SELECT id, table_id AS tableId, json, size FROM dynamodb_item WHERE expires_at <= ? ORDER BY expires_at LIMIT ?',
    Math.floor(clock.now() / 1_000),
    batchSize,
  );
  if (rows.length === 0) return false;
  const tables = new Map(room.tables.all().map((table) => [table.id, table]));
  for (const row of rows) {
    const table = tables.get(row.tableId);
    if (table === undefined) continue;
    const before = new StoredItem(row);
    const key = storedKey(table.key, before.item);
    room.items.change({ table, key, before, after: undefined, servicePrincipal });
  }
  return rows.length === batchSize;
}

/** When the next item expires, epoch ms. */
export function nextExpiry({ ground }: Room): number | undefined {
  const next = ground.store.get<{ at: number | null }>(
    'SELECT min(expires_at) AS at FROM dynamodb_item WHERE expires_at IS NOT NULL',
  )?.at;
  return next === undefined || next === null ? undefined : next * 1_000;
}
