import { Timestamp } from '../../kernel/timestamp.ts';
import type { Room } from '../room.ts';
import { keyAttributes, streamArn, tableArn } from './table.ts';
import type { KeySchema, Table, TableIndex, Throughput } from './table.ts';

/** The states that answers name; every change is over when it is answered. */
export type ShownStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

/** The table as DescribeTable, CreateTable and the like answer it. */
export function describeTable(
  room: Room,
  table: Table,
  status: ShownStatus,
): Readonly<Record<string, unknown>> {
  const { place } = room.ground;
  const { items, bytes } = room.tables.size(table.id);
  const created = new Timestamp(table.createdAt);
  return {
    TableName: table.name,
    TableArn: tableArn(place, table.name),
    TableId: table.tableId,
    TableStatus: status,
    CreationDateTime: created,
    AttributeDefinitions: table.definitions.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: describeKey(table.key),
    ProvisionedThroughput: describeThroughput(table.throughput),
    ...(table.billing === 'PROVISIONED'
      ? {}
      : {
          BillingModeSummary: {
            BillingMode: table.billing,
            LastUpdateToPayPerRequestDateTime: created,
          },
        }),
    ItemCount: items,
    TableSizeBytes: bytes,
    DeletionProtectionEnabled: table.isProtected,
    ...(table.tableClass === undefined ? {} : { TableClassSummary: { TableClass: table.tableClass } }),
    ...describeIndexes(room, table, 'GLOBAL'),
    ...describeIndexes(room, table, 'LOCAL'),
    ...describeStream(room, table),
  };
}

/** A key schema as answers show it. */
export function describeKey(key: KeySchema): readonly Readonly<Record<string, string>>[] {
  return keyAttributes(key).map(({ name }, index) => ({
    AttributeName: name,
    KeyType: index === 0 ? 'HASH' : 'RANGE',
  }));
}

function describeIndexes(
  room: Room,
  table: Table,
  scope: TableIndex['scope'],
): Readonly<Record<string, unknown>> {
  const indexes = table.indexes.filter((index) => index.scope === scope);
  if (indexes.length === 0) return {};
  const member = scope === 'GLOBAL' ? 'GlobalSecondaryIndexes' : 'LocalSecondaryIndexes';
  return {
    [member]: indexes.map((index) => {
      const { items, bytes } = room.tables.size(index.id);
      return {
        IndexName: index.name,
        IndexArn: `${tableArn(room.ground.place, table.name)}/index/${index.name}`,
        KeySchema: describeKey(index.key),
        Projection: {
          ProjectionType: index.projection.type,
          ...(index.projection.type === 'INCLUDE' ? { NonKeyAttributes: index.projection.attributes } : {}),
        },
        ItemCount: items,
        IndexSizeBytes: bytes,
        ...(scope === 'LOCAL'
          ? {}
          : {
              IndexStatus: 'ACTIVE',
              ProvisionedThroughput: describeThroughput(index.throughput),
            }),
      };
    }),
  };
}

function describeStream(room: Room, table: Table): Readonly<Record<string, unknown>> {
  const { stream, latestStreamLabel } = table;
  if (latestStreamLabel === undefined) return {};
  return {
    LatestStreamLabel: latestStreamLabel,
    LatestStreamArn: streamArn(room.ground.place, table.name, latestStreamLabel),
    ...(stream === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
  };
}

function describeThroughput(throughput: Throughput | undefined): Readonly<Record<string, number>> {
  return {
    ReadCapacityUnits: throughput?.read ?? 0,
    WriteCapacityUnits: throughput?.write ?? 0,
    NumberOfDecreasesToday: 0,
  };
}
