import { expiryOf } from '../items/time-to-live.ts';
import type { Room } from '../room.ts';
import { allItems } from './make-table.ts';
import type { Table } from './table.ts';

/** Switches TTL on by an attribute, or off; items that are there follow. */
export function setTimeToLive(room: Room, table: Table, ttlAttribute: string | undefined): Table {
  const changed = { ...table, ttlAttribute };
  const { store, clock } = room.ground;
  store.run(
    'UPDATE dynamodb_item SET expires_at = NULL WHERE table_id = ? AND expires_at IS NOT NULL',
    table.id,
  );
  if (ttlAttribute !== undefined) {
    for (const { id, item } of allItems(room, table)) {
      const expiry = expiryOf(changed, item, clock.now());
      if (expiry !== null) store.run('UPDATE dynamodb_item SET expires_at = ? WHERE id = ?', expiry, id);
    }
  }
  room.tables.save(changed);
  return changed;
}
