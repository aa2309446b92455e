import type { Ground } from '../kernel/ground.ts';
import { createEntryRows } from './items/entry-rows.ts';
import { createIndexEntries } from './items/index-entries.ts';
import { createItemStore } from './items/item-store.ts';
import { createRequestTokens } from './items/request-tokens.ts';
import { notFound } from './errors.ts';
import { StreamLog } from './streams/stream-log.ts';
import { createTableStore } from './table/table-store.ts';
import type { Table } from './table/table.ts';

/** What the operations of this room share. */
export type Room = ReturnType<typeof createRoom>;

/** Opens the room's rows in the store; global indexes follow their tables after `indexLagMs`. */
export function createRoom(ground: Ground, indexLagMs: number) {
  const { store, clock } = ground;
  const tables = createTableStore(store);
  const streams = new StreamLog(ground);
  const entryRows = createEntryRows(ground, indexLagMs);
  const entries = createIndexEntries(tables, entryRows);
  return {
    ground,
    tables,
    streams,
    entries,
    items: createItemStore(ground, { tables, streams, entries }),
    tokens: createRequestTokens(store, clock),
    entryRows,
  };
}

/** The table called `name`. Throws ResourceNotFoundException, with what the control plane adds to its text. */
export function requireTable(room: Room, name: string, addition = ''): Table {
  const table = room.tables.find(name);
  if (table === undefined) throw notFound(addition);
  return table;
}
