import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { readPage } from './items/read-page.ts';
import { indexOfRead, segmentOf } from './items/read-plan.ts';
import { integer } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { readRead } from './request/read-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';

/** Scan: every item of a table or an index, or one segment of it. */
export function scan(room: Room): Operation {
  return operation({
    name: 'Scan',
    kind: 'read',
    parse: readScan,
    permissions: ({ resource }, place) => [onTable(place, 'Scan', resource)],
    run: ({ request, segment }) => {
      const table = requireTable(room, request.tableName);
      const index = indexOfRead(table, request);
      const { key } = index ?? table;
      return readPage(room, {
        table,
        index,
        request,
        range: { isForward: true },
        ...(segment === undefined
          ? {}
          : { isWanted: ({ item }) => segmentOf(key, item, segment.total) === segment.number }),
      });
    },
  });
}

const mostSegments = 1_000_000;

function readScan(raw: RawInput) {
  return {
    ...readRead(raw, {
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
    }),
    segment: readSegment(raw),
  };
}

function readSegment(raw: RawInput): { readonly number: number; readonly total: number } | undefined {
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
  if (number < total) return { number, total };
  throw validation(
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
      `Segment: ${String(number)} is not less than TotalSegments: ${String(total)}`,
  );
}
