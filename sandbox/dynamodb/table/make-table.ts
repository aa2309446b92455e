import { StoredItem } from '../items/stored-item.ts';
import type { Room } from '../room.ts';
import { storedKey } from './item-key.ts';
import type { TableSpec } from './check-table-spec.ts';
import type { NewIndex } from './table-spec.ts';
import { isIndexed } from './table.ts';
import type { StreamViewType, Table, TableIndex } from './table.ts';

/** What a new table has besides its spec. */
export interface NewTable {
  readonly name: string;
  readonly spec: TableSpec;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the stream; without it the label is the time. */
  readonly streamLabel?: string;
}

/** Makes a table in the open transaction. */
export function makeTable(room: Room, { name, spec, tags, streamLabel }: NewTable): Table {
  const { clock, random } = room.ground;
  const table: Table = {
    id: room.tables.newId(),
    name,
    tableId: random.uuid(),
    createdAt: clock.now(),
    key: spec.key,
    definitions: spec.definitions,
    indexes: spec.indexes.map((index) => ({ ...index, id: room.tables.newId() })),
    billing: spec.billing,
    throughput: spec.throughput,
    tableClass: spec.tableClass,
    isProtected: spec.isProtected,
    tags,
  };
  const streamed =
    spec.streamViewType === undefined
      ? table
      : withStream(room, table, { viewType: spec.streamViewType, label: streamLabel });
  room.tables.save(streamed);
  return streamed;
}

/** The table with a new stream switched on. */
export function withStream(
  room: Room,
  table: Table,
  { viewType, label }: { readonly viewType: StreamViewType; readonly label?: string | undefined },
): Table {
  const stream = room.streams.open(table, viewType, label);
  return { ...table, stream, latestStreamLabel: stream.label };
}

/** The table with its stream switched off; the records stay readable. */
export function withoutStream(room: Room, table: Table): Table {
  if (table.stream !== undefined) room.streams.close(table.stream);
  return { ...table, stream: undefined };
}

/** The table with a further index, which takes in the items that are there. */
export function withIndex(room: Room, table: Table, index: NewIndex): Table {
  const added: TableIndex = { ...index, id: room.tables.newId() };
  // Only the new index: the others are up to date.
  const alone = { ...table, indexes: [added] };
  for (const item of allItems(room, table)) {
    if (!isIndexed(added, item.item)) continue;
    const after = { id: item.id, item: item.item, size: item.size };
    room.promptEntries.update({
      table: alone,
      key: storedKey(table.key, item.item),
      before: undefined,
      after,
    });
  }
  return { ...table, indexes: [...table.indexes, added] };
}

/** The table without an index. */
export function withoutIndex(room: Room, table: Table, name: string): Table {
  for (const index of table.indexes) if (index.name === name) room.tables.removeIndex(index);
  return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
}

/** Forgets a table with everything in it. Its stream stays readable until its records are trimmed. */
export function dropTable(room: Room, table: Table): void {
  if (table.stream !== undefined) room.streams.close(table.stream);
  room.tables.remove(table);
}

const batchSize = 200;

/** Every item of a table, a batch at a time; items that change meanwhile are given as they are then. */
export function* allItems({ ground }: Room, table: Table): Generator<StoredItem, void, undefined> {
  for (let after = 0; ;) {
    const rows = ground.store.all<{ id: number; json: string; size: number }>(
      'SELECT id, json, size FROM dynamodb_item WHERE table_id = ? AND id > ? ORDER BY id LIMIT ?',
      table.id,
      after,
      batchSize,
    );
    for (const row of rows) yield new StoredItem(row);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
