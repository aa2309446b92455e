import type { IndexUnits } from '../items/index-entries.ts';
import type { Table, TableIndex } from '../table/table.ts';

/** How much of the consumed capacity a request wants to see. */
export type CapacityDetail = 'NONE' | 'TOTAL' | 'INDEXES';

/** Capacity units that one request took of one table. */
export interface Consumed {
  readonly table: Table;
  readonly tableUnits: number;
  readonly indexes: readonly IndexUnits[];
}

const bytesPerReadUnit = 4_096;

/** Read units for `bytes` read: half of them for an eventually consistent read, twice for a transaction. */
export function readUnits(bytes: number, factor: number): number {
  return Math.max(1, Math.ceil(bytes / bytesPerReadUnit)) * factor;
}

/** What a read took: from the table or from the index it went through. */
export function consumedByRead(table: Table, index: TableIndex | undefined, units: number): Consumed {
  return index === undefined
    ? { table, tableUnits: units, indexes: [] }
    : { table, tableUnits: 0, indexes: [{ index, units }] };
}

/** The ConsumedCapacity member of an answer, or undefined where it is not wanted. */
export function consumedCapacity(
  { table, tableUnits, indexes }: Consumed,
  detail: CapacityDetail,
): Readonly<Record<string, unknown>> | undefined {
  if (detail === 'NONE') return undefined;
  const total = indexes.reduce((sum, { units }) => sum + units, tableUnits);
  const answer = { TableName: table.name, CapacityUnits: total };
  if (detail === 'TOTAL') return answer;
  return {
    ...answer,
    Table: { CapacityUnits: tableUnits },
    ...byIndex(
      'GlobalSecondaryIndexes',
      indexes.filter(({ index }) => index.scope === 'GLOBAL'),
    ),
    ...byIndex(
      'LocalSecondaryIndexes',
      indexes.filter(({ index }) => index.scope === 'LOCAL'),
    ),
  };
}

/** The ConsumedCapacity member of an answer about several items: one entry for each table. */
export function consumedByTable(
  all: readonly Consumed[],
  detail: CapacityDetail,
): readonly unknown[] | undefined {
  if (detail === 'NONE') return undefined;
  return totalConsumed(all).map((consumed) => consumedCapacity(consumed, detail));
}

function totalConsumed(all: readonly Consumed[]): readonly Consumed[] {
  const byTable = new Map<number, Consumed>();
  for (const consumed of all) {
    const known = byTable.get(consumed.table.id);
    byTable.set(consumed.table.id, known === undefined ? consumed : plus(known, consumed));
  }
  return [...byTable.values()];
}

function plus(one: Consumed, other: Consumed): Consumed {
  const units = new Map(one.indexes.map((entry) => [entry.index.id, entry]));
  for (const entry of other.indexes) {
    const known = units.get(entry.index.id)?.units ?? 0;
    units.set(entry.index.id, { index: entry.index, units: known + entry.units });
  }
  return { table: one.table, tableUnits: one.tableUnits + other.tableUnits, indexes: [...units.values()] };
}

function byIndex(member: string, indexes: readonly IndexUnits[]): Readonly<Record<string, unknown>> {
  if (indexes.length === 0) return {};
  return {
    [member]: Object.fromEntries(indexes.map(({ index, units }) => [index.name, { CapacityUnits: units }])),
  };
}
