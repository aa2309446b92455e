import { AwsError } from '../../kernel/errors.ts';
import type { Room } from '../room.ts';
import { withIndex, withoutIndex, withoutStream, withStream } from './make-table.ts';
import type { NewTable } from './make-table.ts';
import type { NewIndex } from './table-spec.ts';
import { keyAttributes } from './table.ts';
import type { KeySchema, Table, TableIndex } from './table.ts';

/**
 * Brings an existing table to what a template says, with its items.
 * @throws AwsError where that would need another table: another key, other local indexes
 */
export function reshapeTable(room: Room, known: Table, { spec, tags, streamLabel }: NewTable): Table {
  if (!isSameKey(known.key, spec.key)) {
    throw new AwsError(
      'ValidationException',
      `The key of table ${known.name} cannot change while it exists; give the table another name, or start with --reset.`,
    );
  }
  let table: Table = {
    ...known,
    definitions: spec.definitions,
    billing: spec.billing,
    throughput: spec.throughput,
    tableClass: spec.tableClass,
    isProtected: spec.isProtected,
    tags,
  };
  for (const index of known.indexes) {
    if (!spec.indexes.some((wanted) => isSameIndex(index, wanted))) {
      table = withoutIndex(room, table, index.name);
    }
  }
  for (const wanted of spec.indexes) {
    if (!table.indexes.some(({ name }) => name === wanted.name)) table = withIndex(room, table, wanted);
  }
  if (table.stream?.viewType !== spec.streamViewType) {
    table = withoutStream(room, table);
    if (spec.streamViewType !== undefined) {
      table = withStream(room, table, { viewType: spec.streamViewType, label: streamLabel });
    }
  }
  room.tables.save(table);
  return table;
}

function isSameIndex(index: TableIndex, wanted: NewIndex): boolean {
  return (
    index.name === wanted.name &&
    index.scope === wanted.scope &&
    isSameKey(index.key, wanted.key) &&
    index.projection.type === wanted.projection.type &&
    index.projection.attributes.join('\n') === wanted.projection.attributes.join('\n')
  );
}

function isSameKey(one: KeySchema, other: KeySchema): boolean {
  const describe = (key: KeySchema): string => JSON.stringify(keyAttributes(key));
  return describe(one) === describe(other);
}
