import { invalidParameter, notFound, validation } from '../errors.ts';
import type { Room } from '../room.ts';
import { withIndex, withoutIndex, withStream } from './make-table.ts';
import type { TableChange } from './table-members.ts';
import { definitionsOf, indexOf, refuseUnits, viewTypeOf } from './table-spec.ts';
import { keyAttributes } from './table.ts';
import type { KeyAttribute, Table } from './table.ts';

type IndexChange = NonNullable<TableChange['GlobalSecondaryIndexUpdates']>[number];

/** Changes a table in the open transaction. Throws AwsError where the change does not suit it. */
export function changeTable(room: Room, before: Table, change: TableChange): Table {
  let table: Table = {
    ...withBilling(before, change),
    definitions: [...definitionsOf(change.AttributeDefinitions ?? []), ...before.definitions],
    isProtected: change.DeletionProtectionEnabled ?? before.isProtected,
    tableClass: change.TableClass ?? before.tableClass,
  };
  for (const update of change.GlobalSecondaryIndexUpdates ?? []) table = withIndexChange(room, table, update);
  if (change.StreamSpecification !== undefined) {
    table = withStreamSwitched(room, table, change.StreamSpecification);
  }
  table = { ...table, definitions: usedDefinitions(table) };
  room.tables.save(table);
  return table;
}

function withBilling(table: Table, change: TableChange): Table {
  const { BillingMode: billing = table.billing, ProvisionedThroughput: throughput } = change;
  if (billing === 'PAY_PER_REQUEST') {
    refuseUnits(throughput);
    return { ...table, billing, throughput };
  }
  if (throughput === undefined) {
    if (table.billing === 'PROVISIONED') return table;
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = throughput;
  if (read === table.throughput?.ReadCapacityUnits && write === table.throughput.WriteCapacityUnits) {
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

function withIndexChange(room: Room, table: Table, { Create, Update, Delete }: IndexChange): Table {
  if (Create !== undefined) {
    if (table.indexes.some(({ name }) => name === Create.IndexName)) {
      throw validation('Attempting to create an index which already exists');
    }
    return withIndex(room, table, indexOf(Create, 'GLOBAL', table.definitions));
  }
  const name = (Update ?? Delete)?.IndexName;
  if (name === undefined || !table.indexes.some((index) => index.name === name && index.scope === 'GLOBAL')) {
    throw notFound('');
  }
  if (Update === undefined) return withoutIndex(room, table, name);
  const { ProvisionedThroughput: throughput } = Update;
  return {
    ...table,
    indexes: table.indexes.map((index) => (index.name === name ? { ...index, throughput } : index)),
  };
}

function withStreamSwitched(room: Room, table: Table, wanted: TableChange['StreamSpecification']): Table {
  const viewType = viewTypeOf(wanted);
  if (viewType === undefined && table.stream === undefined) {
    throw validation(`Table is not stream enabled. TableName: ${table.name}`);
  }
  if (viewType !== undefined && table.stream !== undefined) {
    throw validation(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  return withStream(room, table, { viewType });
}

/** The definitions that a key still uses, each once. */
function usedDefinitions({ key, indexes, definitions }: Table): readonly KeyAttribute[] {
  const used = new Set(
    [key, ...indexes.map((index) => index.key)].flatMap(keyAttributes).map(({ name }) => name),
  );
  const known = new Map(definitions.map((definition) => [definition.name, definition]));
  return [...known.values()].filter(({ name }) => used.has(name));
}
