import { AwsError } from '../../kernel/errors.ts';
import { invalidParameter, validation } from '../errors.ts';
import type { Room } from '../room.ts';
import { withIndex, withoutIndex, withoutStream, withStream } from './make-table.ts';
import { indexOf } from './table-spec.ts';
import type { RawIndex } from './table-spec.ts';
import { keyAttributes } from './table.ts';
import type { KeyAttribute, StreamViewType, Table, Throughput } from './table.ts';

/** One change of a table's global indexes. */
export type IndexUpdate =
  | { readonly kind: 'create'; readonly index: RawIndex }
  | { readonly kind: 'update'; readonly name: string; readonly throughput: Throughput | undefined }
  | { readonly kind: 'delete'; readonly name: string };

/** What UpdateTable changes; undefined leaves things as they are. */
export interface TableChange {
  readonly billing: Table['billing'] | undefined;
  readonly throughput: Throughput | undefined;
  /** Definitions of the key attributes of new indexes. */
  readonly definitions: readonly KeyAttribute[];
  readonly indexUpdates: readonly IndexUpdate[];
  readonly stream: { readonly viewType: StreamViewType | undefined } | undefined;
  readonly isProtected: boolean | undefined;
  readonly tableClass: string | undefined;
}

/** Changes a table in the open transaction. Throws AwsError where the change does not suit it. */
export function changeTable(room: Room, before: Table, change: TableChange): Table {
  let table = withBilling(before, change);
  for (const update of change.indexUpdates) table = withIndexUpdate(room, table, { update, change });
  if (change.stream !== undefined) table = withStreamSwitched(room, table, change.stream.viewType);
  table = {
    ...table,
    definitions: usedDefinitions(table, change.definitions),
    isProtected: change.isProtected ?? table.isProtected,
    tableClass: change.tableClass ?? table.tableClass,
  };
  room.tables.save(table);
  return table;
}

function withBilling(table: Table, { billing = table.billing, throughput }: TableChange): Table {
  if (billing === 'PAY_PER_REQUEST') {
    if (throughput === undefined) return { ...table, billing, throughput };
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (throughput === undefined) {
    if (table.billing === 'PROVISIONED') return table;
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  const { read, write } = table.throughput ?? { read: 0, write: 0 };
  if (read === throughput.read && write === throughput.write) {
    throw validation(
      'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
        `Current ReadCapacityUnits provisioned for the table: ${String(read)}. ` +
        `Requested ReadCapacityUnits: ${String(read)}. ` +
        `Current WriteCapacityUnits provisioned for the table: ${String(write)}. ` +
        `Requested WriteCapacityUnits: ${String(write)}. ` +
        'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
    );
  }
  return { ...table, billing, throughput };
}

interface OneIndexUpdate {
  readonly update: IndexUpdate;
  readonly change: TableChange;
}

function withIndexUpdate(room: Room, table: Table, { update, change }: OneIndexUpdate): Table {
  if (update.kind === 'create') {
    if (table.indexes.some(({ name }) => name === update.index.name)) {
      throw validation('Attempting to create an index which already exists');
    }
    const definitions = [...change.definitions, ...table.definitions];
    return withIndex(room, table, indexOf(update.index, 'GLOBAL', definitions));
  }
  if (!table.indexes.some(({ name, scope }) => name === update.name && scope === 'GLOBAL')) {
    throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (update.kind === 'delete') return withoutIndex(room, table, update.name);
  const { name, throughput } = update;
  return {
    ...table,
    indexes: table.indexes.map((index) => (index.name === name ? { ...index, throughput } : index)),
  };
}

function withStreamSwitched(room: Room, table: Table, viewType: StreamViewType | undefined): Table {
  if (viewType === undefined) {
    if (table.stream !== undefined) return withoutStream(room, table);
    throw validation(`Table is not stream enabled. TableName: ${table.name}`);
  }
  if (table.stream === undefined) return withStream(room, table, { viewType });
  throw validation(`Table already has an enabled stream: TableName: ${table.name}`);
}

/** The definitions that a key still uses. */
function usedDefinitions(table: Table, added: readonly KeyAttribute[]): readonly KeyAttribute[] {
  const used = new Set(
    [table, ...table.indexes].flatMap(({ key }) => keyAttributes(key)).map(({ name }) => name),
  );
  const known = new Map([...added, ...table.definitions].map((definition) => [definition.name, definition]));
  return [...known.values()].filter(({ name }) => used.has(name));
}
