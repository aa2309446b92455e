import { unitsOf } from '../items/index-entries.ts';
import type { ItemChanged } from '../items/item-store.ts';
import { requireTable } from '../room.ts';
import type { Room } from '../room.ts';
import { storedKey } from '../table/item-key.ts';
import type { Table } from '../table/table.ts';
import { pick } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { consumedCapacity } from './capacity.ts';
import type { CapacityDetail, Consumed } from './capacity.ts';
import type { Constraints } from './constraints.ts';
import { text } from './members.ts';
import type { RawInput } from './members.ts';
import type { WriteRequest } from './write-request.ts';

/** What a write answers besides attributes. */
export interface WriteReport {
  readonly capacity: CapacityDetail;
  readonly collectionMetrics: boolean;
}

/** The members that ask for a report. */
export const reportMembers = ['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];

/** Checks the values of the report members. */
export function checkReport(raw: RawInput, constraints: Constraints): void {
  constraints.oneOf('returnConsumedCapacity', text(raw, 'ReturnConsumedCapacity'), [
    'INDEXES',
    'TOTAL',
    'NONE',
  ]);
  constraints.oneOf('returnItemCollectionMetrics', text(raw, 'ReturnItemCollectionMetrics'), [
    'SIZE',
    'NONE',
  ]);
}

/** The report that a checked request asks for. */
export function reportOf(raw: RawInput): WriteReport {
  return {
    capacity: capacityDetail(raw),
    collectionMetrics: text(raw, 'ReturnItemCollectionMetrics') === 'SIZE',
  };
}

/** The capacity detail that a checked request asks for. */
export function capacityDetail(raw: RawInput): CapacityDetail {
  const detail = text(raw, 'ReturnConsumedCapacity');
  return detail === 'TOTAL' || detail === 'INDEXES' ? detail : 'NONE';
}

/** Write units of a change; `factor` is 2 inside a transaction. */
export function consumedByWrite(table: Table, { before, after, indexes }: ItemChanged, factor = 1): Consumed {
  const size = Math.max(before?.size ?? 0, after?.size ?? 0);
  return {
    table,
    tableUnits: unitsOf(size) * factor,
    indexes: indexes.map(({ index, units }) => ({ index, units: units * factor })),
  };
}

/** The answer to a write as JSON text; `attributes` is the text of the Attributes member, if any. */
export function writeAnswer(
  members: Readonly<Record<string, unknown>>,
  attributes: string | undefined,
): string {
  const rest = JSON.stringify(members);
  if (attributes === undefined) return rest;
  return `{"Attributes":${attributes}${rest === '{}' ? '' : `,${rest.slice(1, -1)}`}}`;
}

/** The members of a report that were asked for. */
export function reported(
  room: Room,
  table: Table,
  outcome: ReportedWrite,
): Readonly<Record<string, unknown>> {
  const { changed, subject, report } = outcome;
  return {
    ConsumedCapacity: consumedCapacity(consumedByWrite(table, changed), report.capacity),
    ItemCollectionMetrics: report.collectionMetrics ? collectionMetrics(room, table, subject) : undefined,
  };
}

/** A write with what is to be told of it. */
export interface ReportedWrite {
  readonly changed: ItemChanged;
  /** The item or its key. */
  readonly subject: Item;
  readonly report: WriteReport;
}

const bytesPerGigabyte = 2 ** 30;

/** Only tables with local indexes have item collections. */
function collectionMetrics(
  room: Room,
  table: Table,
  subject: Item,
): Readonly<Record<string, unknown>> | undefined {
  if (!table.indexes.some(({ scope }) => scope === 'LOCAL')) return undefined;
  const { hash } = storedKey(table.key, subject);
  const row = room.ground.store.get<{ bytes: number }>(
    'SELECT coalesce(sum(size), 0) AS bytes FROM dynamodb_item WHERE table_id = ? AND hash = ?',
    table.id,
    hash,
  );
  const gigabytes = Math.floor((row?.bytes ?? 0) / bytesPerGigabyte);
  return {
    ItemCollectionKey: pick(subject, [table.key.hash.name]),
    SizeEstimateRangeGB: [gigabytes, gigabytes + 1],
  };
}

/** The ItemCollectionMetrics member of an answer about several items, by table. */
export function metricsByTable(
  room: Room,
  writes: readonly Pick<WriteRequest, 'tableName' | 'subject'>[],
  report: WriteReport,
): Readonly<Record<string, unknown>> | undefined {
  if (!report.collectionMetrics) return undefined;
  const found = writes.flatMap(({ tableName, subject }) => {
    const metrics = collectionMetrics(room, requireTable(room, tableName), subject);
    return metrics === undefined ? [] : [{ tableName, metrics }];
  });
  const byTable = Map.groupBy(found, ({ tableName }) => tableName);
  return Object.fromEntries([...byTable].map(([name, all]) => [name, all.map(({ metrics }) => metrics)]));
}
