import { Timestamp } from '../../kernel/timestamp.ts';
import type { Room } from '../room.ts';
import { keyAttributes, streamArn, tableArn } from './table.ts';
import type { KeySchema, Table, TableIndex, Throughput } from './table.ts';

/** The states that answers name; every change is over when it is answered. */
export type ShownStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';

/** The table as DescribeTable, CreateTable and the like answer it. */
export function describe(room: Room, table: Table, status: ShownStatus): Readonly<Record<string, unknown>> {
  const { place } = room.ground;
  const { items, bytes } = room.tables.size(table.id);
  const { stream, latestStreamLabel, tableClass } = table;
  const created = new Timestamp(table.createdAt);
  const isOnDemand = table.billing === 'PAY_PER_REQUEST';
  return {
    TableName: table.name,
    TableArn: tableArn(place, table.name),
    TableId: table.tableId,
    TableStatus: status,
    CreationDateTime: created,
    AttributeDefinitions: table.definitions.map(({ name, type }) => {
      return { AttributeName: name, AttributeType: type };
    }),
    KeySchema: describeKey(table.key),
    ProvisionedThroughput: describeThroughput(table.throughput),
    BillingModeSummary: isOnDemand
      ? { BillingMode: table.billing, LastUpdateToPayPerRequestDateTime: created }
      : undefined,
    ItemCount: items,
    TableSizeBytes: bytes,
    DeletionProtectionEnabled: table.isProtected,
    TableClassSummary: tableClass === undefined ? undefined : { TableClass: tableClass },
    GlobalSecondaryIndexes: describeIndexes(room, table, 'GLOBAL'),
    LocalSecondaryIndexes: describeIndexes(room, table, 'LOCAL'),
    LatestStreamLabel: latestStreamLabel,
    LatestStreamArn:
      latestStreamLabel === undefined ? undefined : streamArn(place, table.name, latestStreamLabel),
    StreamSpecification:
      stream === undefined ? undefined : { StreamEnabled: true, StreamViewType: stream.viewType },
  };
}

/** A key schema as answers show it. */
export function describeKey(key: KeySchema): readonly Readonly<Record<string, string>>[] {
  return keyAttributes(key).map(({ name }, index) => {
    return { AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' };
  });
}

function describeIndexes(room: Room, table: Table, scope: TableIndex['scope']) {
  const indexes = table.indexes.filter((index) => index.scope === scope);
  if (indexes.length === 0) return undefined;
  return indexes.map(({ id, name, key, projection, throughput }) => {
    const { items, bytes } = room.tables.size(id);
    return {
      IndexName: name,
      IndexArn: `${tableArn(room.ground.place, table.name)}/index/${name}`,
      KeySchema: describeKey(key),
      Projection: projection,
      ItemCount: items,
      IndexSizeBytes: bytes,
      IndexStatus: scope === 'GLOBAL' ? 'ACTIVE' : undefined,
      ProvisionedThroughput: scope === 'GLOBAL' ? describeThroughput(throughput) : undefined,
    };
  });
}

function describeThroughput(throughput: Throughput | undefined): Readonly<Record<string, number>> {
  return { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0, ...throughput };
}
