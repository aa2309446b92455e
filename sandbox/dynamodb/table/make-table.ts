import { validation } from '../errors.ts';
import type { Room } from '../room.ts';
import type { NewIndex, TableSpec } from './table-spec.ts';
import { keyAttributes } from './table.ts';
import type { KeySchema, StreamViewType, Table, TableIndex } from './table.ts';

/** What a new table has besides its spec. */
export interface NewTable {
  readonly name: string;
  readonly spec: TableSpec;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the stream; without it the label is the time. */
  readonly streamLabel?: string;
}

/** A stream, or none, for a table. */
interface WantedStream {
  readonly viewType: StreamViewType | undefined;
  /** Without it the label is the time. */
  readonly label?: string | undefined;
}

/** Makes a table in the open transaction. */
export function makeTable(room: Room, wanted: NewTable): Table {
  const { clock, random } = room.ground;
  const { name, spec, tags } = wanted;
  const id = room.tables.newId();
  const blank = { id, name, tableId: random.uuid(), createdAt: clock.now(), indexes: [], tags };
  return reshapeTable(room, { ...blank, ...spec.settings }, wanted);
}

/**
 * Brings an existing table to what a template says, with its items.
 * @throws AwsError where that would need another table: one with another key
 */
export function reshapeTable(room: Room, known: Table, { spec, tags, streamLabel }: NewTable): Table {
  if (!isSameKey(known.key, spec.settings.key)) {
    throw validation(
      `The key of table ${known.name} cannot change while it exists; give the table another name, or start with --reset.`,
    );
  }
  let table: Table = { ...known, ...spec.settings, tags };
  for (const index of known.indexes) {
    if (spec.indexes.some((wanted) => isSameIndex(index, wanted))) continue;
    table = withoutIndex(room, table, index.name);
  }
  for (const wanted of spec.indexes) {
    if (!table.indexes.some(({ name }) => name === wanted.name)) table = withIndex(room, table, wanted);
  }
  if (table.stream?.viewType !== spec.streamViewType) {
    table = withStream(room, table, { viewType: spec.streamViewType, label: streamLabel });
  }
  room.tables.save(table);
  return table;
}

/** The table with another stream, or with none; the records of the stream it had stay readable. */
export function withStream(room: Room, table: Table, { viewType, label }: WantedStream): Table {
  if (table.stream !== undefined) room.streams.close(table.stream);
  if (viewType === undefined) return { ...table, stream: undefined };
  const stream = room.streams.open(table, viewType, label);
  return { ...table, stream, latestStreamLabel: stream.label };
}

/** The table with a further index, which takes in the items that are there. */
export function withIndex(room: Room, table: Table, index: NewIndex): Table {
  const added: TableIndex = { ...index, id: room.tables.newId() };
  for (const item of room.items.all(table)) room.entries.takeIn(table, added, item);
  return { ...table, indexes: [...table.indexes, added] };
}

/** The table without an index. */
export function withoutIndex(room: Room, table: Table, name: string): Table {
  for (const index of table.indexes) if (index.name === name) room.tables.removeIndex(index);
  return { ...table, indexes: table.indexes.filter((index) => index.name !== name) };
}

/**
 * Forgets a table with everything in it. Its stream stays readable until its records are trimmed.
 * @throws AwsError where the table is protected
 */
export function dropTable(room: Room, table: Table): void {
  if (table.isProtected) {
    throw validation(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  if (table.stream !== undefined) room.streams.close(table.stream);
  room.tables.remove(table);
}

function isSameIndex(index: TableIndex, wanted: NewIndex): boolean {
  return (
    index.name === wanted.name &&
    index.scope === wanted.scope &&
    isSameKey(index.key, wanted.key) &&
    JSON.stringify(index.projection) === JSON.stringify(wanted.projection)
  );
}

function isSameKey(one: KeySchema, other: KeySchema): boolean {
  return JSON.stringify(keyAttributes(one)) === JSON.stringify(keyAttributes(other));
}
