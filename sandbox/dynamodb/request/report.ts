import type { Written } from '../items/plan-write.ts';
import type { Room } from '../room.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import { writeUnits } from '../values/size.ts';

/** Capacity units that a request took of a table, or of an index of it. */
export interface Consumed {
  readonly table: Table;
  readonly index?: TableIndex | undefined;
  readonly units: number;
}

/** A request that may ask what its writes took. */
interface ReportInput {
  readonly ReturnConsumedCapacity: string | undefined;
  readonly ReturnItemCollectionMetrics: string | undefined;
  /** What each write counts: 2 inside a transaction. */
  readonly factor?: number;
}

const bytesPerGigabyte = 2 ** 30;

/** What writes took and changed, as far as a request asks. */
export function reportWrites(room: Room, writes: readonly Written[], input: ReportInput) {
  const { factor = 1 } = input;
  const consumed = writes.flatMap(({ table, before, after, indexes }): readonly Consumed[] => {
    const units = writeUnits(Math.max(before?.size ?? 0, after?.size ?? 0));
    return [{ units, index: undefined }, ...indexes].map((part) => {
      return { table, index: part.index, units: part.units * factor };
    });
  });
  return {
    ConsumedCapacity: consumedCapacity(consumed, input.ReturnConsumedCapacity),
    ItemCollectionMetrics:
      input.ReturnItemCollectionMetrics === 'SIZE' ? metricsByTable(room, writes) : undefined,
  };
}

/** The ConsumedCapacity members of an answer, one for each table, or undefined where they are not wanted. */
export function consumedCapacity(
  all: readonly Consumed[],
  detail: string | undefined,
): readonly unknown[] | undefined {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined;
  return [...Map.groupBy(all, ({ table }) => table.name)].map(([TableName, parts]) => {
    const total = { TableName, CapacityUnits: sum(parts) };
    if (detail === 'TOTAL') return total;
    return {
      ...total,
      Table: { CapacityUnits: sum(parts.filter(({ index }) => index === undefined)) },
      GlobalSecondaryIndexes: byIndex(parts, 'GLOBAL'),
      LocalSecondaryIndexes: byIndex(parts, 'LOCAL'),
    };
  });
}

/** The ItemCollectionMetrics of writes, by table. */
function metricsByTable(room: Room, writes: readonly Written[]) {
  // Only tables with local indexes have item collections.
  const collected = writes.filter(({ table }) => table.indexes.some(({ scope }) => scope === 'LOCAL'));
  const byTable = Map.groupBy(collected, ({ table }) => table.name);
  return Object.fromEntries(
    [...byTable].map(([name, ofTable]) => [name, ofTable.map((write) => collectionMetrics(room, write))]),
  );
}

function collectionMetrics({ ground }: Room, { table, key, subject }: Written) {
  const row = ground.store.get<{ bytes: number }>(
    'SELECT coalesce(sum(size), 0) AS bytes FROM dynamodb_item WHERE table_id = ? AND hash = ?',
    table.id,
    key.hash,
  );
  const gigabytes = Math.floor((row?.bytes ?? 0) / bytesPerGigabyte);
  return {
    ItemCollectionKey: pick(subject, [table.key.hash.name]),
    SizeEstimateRangeGB: [gigabytes, gigabytes + 1],
  };
}

function byIndex(parts: readonly Consumed[], scope: TableIndex['scope']) {
  const ofScope = parts.filter(({ index }) => index?.scope === scope);
  if (ofScope.length === 0) return undefined;
  const byName = Map.groupBy(ofScope, ({ index }) => index?.name ?? '');
  return Object.fromEntries([...byName].map(([name, some]) => [name, { CapacityUnits: sum(some) }]));
}

function sum(parts: readonly Consumed[]): number {
  return parts.reduce((total, { units }) => total + units, 0);
}
