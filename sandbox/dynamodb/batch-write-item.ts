import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { wrongShape, validation } from './errors.ts';
import { keyOfWrite, planAt } from './items/plan-write.ts';
import { consumedByTable } from './request/capacity.ts';
import { Constraints } from './request/constraints.ts';
import { isGiven, object, refuseUnsupported } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { nameOf } from './request/table-name.ts';
import {
  checkReport,
  consumedByWrite,
  metricsByTable,
  reportMembers,
  reportOf,
} from './request/write-answer.ts';
import type { WriteRequest } from './request/write-request.ts';
import { hasRepeats } from './table/item-key.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';
import { isObject } from '../kernel/json.ts';

const mostWrites = 25;

/** BatchWriteItem: up to 25 puts and deletions of any tables, without conditions. All of them are done at once. */
export function batchWriteItem(room: Room): Operation {
  return operation({
    name: 'BatchWriteItem',
    kind: 'write',
    parse: readBatch,
    permissions: ({ writes }, place) =>
      [...new Set(writes.map(({ tableName }) => tableName))].map((name) =>
        onTable(place, 'BatchWriteItem', name),
      ),
    run: ({ writes, report }) => {
      const placed = writes.map((request) => {
        const table = requireTable(room, request.tableName);
        return { table, request, key: keyOfWrite(table, request) };
      });
      if (hasRepeats(placed)) {
        throw validation('Provided list of item keys contains duplicates');
      }
      const consumed = placed.map((write) =>
        consumedByWrite(write.table, room.items.change(planAt(room, write))),
      );
      return {
        UnprocessedItems: {},
        ConsumedCapacity: consumedByTable(consumed, report.capacity),
        ItemCollectionMetrics: metricsByTable(room, writes, report),
      };
    },
  });
}

function readBatch(raw: RawInput) {
  const requests = object(raw, 'RequestItems');
  if (requests === undefined || Object.keys(requests).length === 0) {
    throw validation('The requestItems parameter is required for BatchWriteItem');
  }
  const constraints = new Constraints();
  checkReport(raw, constraints);
  const lists = Object.entries(requests).map(([given, writes]) => {
    if (!Array.isArray(writes)) throw wrongShape('List', writes);
    return [given, writes as readonly unknown[]] as const;
  });
  if (lists.some(([, writes]) => writes.length === 0 || writes.length > mostWrites)) {
    constraints.add(
      'requestItems',
      requests,
      `Map value must satisfy constraint: [Member must have length less than or equal to ${String(mostWrites)}, ` +
        'Member must have length greater than or equal to 1]',
    );
  }
  constraints.check();
  refuseUnsupported(raw, { members: ['RequestItems', ...reportMembers] });
  const writes = lists.flatMap(([given, list]) => list.map((write) => readOne(nameOf(given), write)));
  if (writes.length > mostWrites) throw validation('Too many items requested for the BatchWriteItem call');
  return { writes, report: reportOf(raw) };
}

function readOne(tableName: string, raw: unknown): WriteRequest {
  if (!isObject(raw)) throw wrongShape('WriteRequest', raw);
  refuseUnsupported(raw, { members: ['PutRequest', 'DeleteRequest'] });
  const put = object(raw, 'PutRequest');
  const deletion = object(raw, 'DeleteRequest');
  if (isGiven(raw, 'PutRequest') === isGiven(raw, 'DeleteRequest')) {
    throw validation(
      put === undefined
        ? 'Supplied AttributeValue has no datatype: a WriteRequest needs a PutRequest or a DeleteRequest'
        : 'Supplied WriteRequest has both a PutRequest and a DeleteRequest',
    );
  }
  const subject = put === undefined ? deletion?.['Key'] : put['Item'];
  return {
    kind: put === undefined ? 'Delete' : 'Put',
    tableName,
    subject: readItem(subject),
    showsOnFailure: false,
  };
}
