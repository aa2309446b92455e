import { createRoomPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { StoredItem } from './items/stored-item.ts';
import type { ItemRow } from './items/stored-item.ts';
import type { Room } from './room.ts';
import { storedKey } from './table/item-key.ts';
import type { Table } from './table/table.ts';

/** Records of a stream are kept this long. */
const recordLifetimeMs = 24 * 3_600_000;
/** What becomes due meanwhile waits at most this long: TTL promises no more, AWS takes longer. */
const longestPauseMs = 60_000;
/** Items that TTL deletes in one transaction. */
const batchSize = 100;
const expiredSql =
  'SELECT table_id AS tableId, json, size FROM dynamodb_item WHERE expires_at <= ? ORDER BY expires_at LIMIT ?';
const servicePrincipal = 'dynamodb.amazonaws.com';

/** The room's own work: deletes what TTL says and stream records that are a day old. */
export function createHousekeeping(room: Room): Pump {
  const { clock, store } = room.ground;
  const nextDue = (): number => {
    const oldest = room.streams.oldestAt();
    const trimAt = oldest === undefined ? Infinity : oldest + recordLifetimeMs + 1;
    return Math.min(trimAt, nextExpiry(room) ?? Infinity);
  };
  return createRoomPump(room.ground, 'dynamodb housekeeping', async () => {
    const now = clock.now();
    if (nextDue() <= now) {
      await store.write(() => {
        room.streams.trim(now - recordLifetimeMs);
        deleteExpired(room);
      });
      if (nextDue() <= now) return 'again';
    }
    return { at: Math.min(nextDue(), now + longestPauseMs) };
  });
}

/** Switches TTL on by an attribute, or off; items that are there follow. */
export function setTimeToLive(room: Room, table: Table, ttlAttribute: string | undefined): void {
  const changed = { ...table, ttlAttribute };
  for (const stored of room.items.all(table)) room.items.expire(changed, stored);
  room.tables.save(changed);
}

/** Deletes a batch of expired items, each with its stream record. */
function deleteExpired(room: Room): void {
  const { store, clock } = room.ground;
  const now = Math.floor(clock.now() / 1_000);
  const rows = store.all<ItemRow & { readonly tableId: number }>(expiredSql, now, batchSize);
  if (rows.length === 0) return;
  const tables = new Map(room.tables.all().map((table) => [table.id, table]));
  for (const row of rows) {
    const table = tables.get(row.tableId);
    if (table === undefined) continue;
    const before = new StoredItem(row);
    const key = storedKey(table.key, before.item);
    room.items.change({ table, key, before, after: undefined, servicePrincipal });
  }
}

/** When the next item expires, epoch ms. */
function nextExpiry({ ground }: Room): number | undefined {
  return ground.store.get<{ at: number }>(
    'SELECT expires_at * 1000 AS at FROM dynamodb_item WHERE expires_at IS NOT NULL ORDER BY expires_at LIMIT 1',
  )?.at;
}
