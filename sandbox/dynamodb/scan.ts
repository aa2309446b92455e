import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { fillPage, pageText } from './items/page.ts';
import {
  checkStartKey,
  firstBatch,
  indexOfRead,
  needsWholeItems,
  pageRequestOf,
  segmentOf,
} from './items/read-plan.ts';
import { readRange } from './items/read-range.ts';
import type { StoredItem } from './items/stored-item.ts';
import { consumedByRead, consumedCapacity, readUnits } from './request/capacity.ts';
import { integer } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { readRead } from './request/read-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';
import type { KeySchema } from './table/table.ts';

/** Scan: every item of a table or an index, or one segment of it. */
export function scan(room: Room): Operation {
  return operation({
    name: 'Scan',
    kind: 'read',
    parse: readScan,
    permissions: ({ tableName, indexName }, place) => [
      {
        action: 'dynamodb:Scan',
        resource: tableArn(place, tableName) + (indexName === undefined ? '' : `/index/${indexName}`),
      },
    ],
    run: (request) => {
      const table = requireTable(room, request.tableName);
      const index = indexOfRead(table, request);
      checkStartKey(table, index, request.startKey);
      const rows = readRange(room.ground.store, {
        table,
        isWhole: needsWholeItems(table, index, request),
        isForward: true,
        firstBatch: firstBatch(request),
        ...(index === undefined ? {} : { index }),
        ...(request.startKey === undefined ? {} : { after: request.startKey }),
      });
      const pageRequest = pageRequestOf(table, index, request);
      const page = fillPage(onlySegment(rows, (index ?? table).key, request.segment), pageRequest);
      const units = readUnits(page.bytes, request.isConsistent ? 1 : 0.5);
      const consumed = consumedCapacity(consumedByRead(table, index, units), request.capacity);
      const more = consumed === undefined ? '' : `,"ConsumedCapacity":${JSON.stringify(consumed)}`;
      return new JsonText(pageText(page, pageRequest.isCountOnly, more));
    },
  });
}

interface Segment {
  readonly number: number;
  readonly total: number;
}

const mostSegments = 1_000_000;

function readScan(raw: RawInput) {
  const request = readRead(raw, {
    expressions: ['FilterExpression', 'ProjectionExpression'],
    more: ['Segment', 'TotalSegments'],
    legacy: ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
    check: (constraints) => {
      constraints.atLeast('limit', integer(raw, 'Limit'), 1);
      constraints.atLeast('totalSegments', integer(raw, 'TotalSegments'), 1);
      constraints.atMost('totalSegments', integer(raw, 'TotalSegments'), mostSegments);
      constraints.atLeast('segment', integer(raw, 'Segment'), 0);
      constraints.atMost('segment', integer(raw, 'Segment'), mostSegments - 1);
    },
  });
  return { ...request, segment: readSegment(raw) };
}

function readSegment(raw: RawInput): Segment | undefined {
  const number = integer(raw, 'Segment');
  const total = integer(raw, 'TotalSegments');
  if (number === undefined && total === undefined) return undefined;
  if (total === undefined) {
    throw validation(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (number === undefined) {
    throw validation(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (number >= total) {
    throw validation(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        `Segment: ${String(number)} is not less than TotalSegments: ${String(total)}`,
    );
  }
  return { number, total };
}

function* onlySegment(
  rows: Iterable<StoredItem>,
  schema: KeySchema,
  segment: Segment | undefined,
): Generator<StoredItem, void, undefined> {
  for (const row of rows) {
    if (segment === undefined || segmentOf(schema, row.item, segment.total) === segment.number) yield row;
  }
}
