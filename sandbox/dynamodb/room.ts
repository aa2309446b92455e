import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import type { Pump } from '../kernel/pump.ts';
import { createEntryRows } from './items/entry-rows.ts';
import { createIndexEntries } from './items/index-entries.ts';
import type { IndexEntries } from './items/index-entries.ts';
import { createLaggingRows } from './items/lagging-rows.ts';
import { createItemStore } from './items/item-store.ts';
import type { ItemStore } from './items/item-store.ts';
import { tableNotFound } from './errors.ts';
import { createStreamLog } from './streams/stream-log.ts';
import type { StreamLog } from './streams/stream-log.ts';
import { createTableStore } from './table/table-store.ts';
import type { TableStore } from './table/table-store.ts';
import type { Table } from './table/table.ts';

/** What the operations of this room share. */
export interface Room {
  readonly ground: Ground;
  readonly tables: TableStore;
  readonly items: ItemStore;
  readonly streams: StreamLog;
  /** Index entries that are never delayed: for an index that takes in the items of its table. */
  readonly promptEntries: IndexEntries;
  /** Writes delayed index entries. */
  readonly lag: Pump;
}

/** Opens the room's rows in the store; global indexes follow their tables after `indexLagMs`. */
export function createRoom(ground: Ground, indexLagMs: number): Room {
  const { store, clock, place } = ground;
  const tables = createTableStore(store);
  const streams = createStreamLog(store, clock, place);
  const rows = createEntryRows(store);
  const lagging = createLaggingRows(ground, rows, indexLagMs);
  const entries = createIndexEntries({ tables, local: rows, global: lagging });
  const promptEntries = createIndexEntries({ tables, local: rows, global: rows });
  const items = createItemStore({ store, clock, tables, streams, entries });
  return { ground, tables, streams, promptEntries, lag: lagging.pump, items };
}

/** The table called `name`. Throws ResourceNotFoundException as the data plane words it. */
export function requireTable(room: Room, name: string): Table {
  const table = room.tables.find(name);
  if (table === undefined) throw tableNotFound();
  return table;
}

/** The table called `name`. Throws ResourceNotFoundException as the control plane words it. */
export function requireManagedTable(room: Room, name: string): Table {
  const table = room.tables.find(name);
  if (table !== undefined) return table;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}
