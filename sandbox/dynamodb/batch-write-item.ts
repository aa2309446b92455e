import { wrongShape, validation } from './errors.ts';
import { placeWrite, planWrite } from './items/plan-write.ts';
import { define } from './request/define.ts';
import { nameOf, reportMembers } from './request/members.ts';
import { consumedByWrite, consumedCapacity, metricsByTable } from './request/report.ts';
import { anything, inputOf, isGiven, object, structure } from './request/shape.ts';
import type { RawInput, Reader } from './request/shape.ts';
import type { WriteRequest } from './request/write-request.ts';
import { hasRepeats } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';

const mostWrites = 25;

/** Lists of writes by table; all of them are checked as one value. */
const requestItems: Reader<readonly (readonly [string, readonly RawInput[]])[]> = (value, at, found) => {
  const lists = Object.entries(object('Structure')(value, at, found) ?? {});
  if (lists.length === 0) throw validation('The requestItems parameter is required for BatchWriteItem');
  const read = lists.map(([given, writes]) => {
    if (!Array.isArray(writes)) throw wrongShape('List', writes);
    return [given, writes.map((write) => object('Structure')(write, at, found) ?? {})] as const;
  });
  if (read.some(([, writes]) => writes.length === 0 || writes.length > mostWrites)) {
    found.add(
      at,
      value,
      `Map value must satisfy constraint: [Member must have length less than or equal to ${String(mostWrites)}, ` +
        'Member must have length greater than or equal to 1]',
    );
  }
  return read;
};

const readBatch = inputOf({ ...reportMembers, RequestItems: requestItems });
const readOne = inputOf({
  PutRequest: structure({ Item: anything }),
  DeleteRequest: structure({ Key: anything }),
});

/** BatchWriteItem: up to 25 puts and deletions of any tables, without conditions. All of them are done at once. */
export const batchWriteItem = define({
  name: 'BatchWriteItem',
  kind: 'write',
  parse: (raw) => {
    const input = readBatch(raw);
    const writes = input.RequestItems.flatMap(([given, list]) =>
      list.map((write) => readWrite(nameOf(given), write)),
    );
    if (writes.length <= mostWrites) return { input, writes };
    throw validation('Too many items requested for the BatchWriteItem call');
  },
  permissions: ({ input }, place) =>
    input.RequestItems.map(([given]) => onTable(place, 'BatchWriteItem', nameOf(given))),
  run: (room, { input, writes }) => {
    const placed = writes.map((write) => placeWrite(room, write));
    if (hasRepeats(placed)) throw validation('Provided list of item keys contains duplicates');
    const consumed = placed.flatMap((write) =>
      consumedByWrite(write.table, room.items.change(planWrite(room, write))),
    );
    const written = placed.map(({ table, request }) => ({ table, subject: request.subject }));
    return {
      UnprocessedItems: {},
      ConsumedCapacity: consumedCapacity(consumed, input.ReturnConsumedCapacity),
      ItemCollectionMetrics: metricsByTable(room, written, input.ReturnItemCollectionMetrics),
    };
  },
});

function readWrite(tableName: string, raw: RawInput): WriteRequest {
  const { PutRequest, DeleteRequest } = readOne(raw);
  if (isGiven(PutRequest) === isGiven(DeleteRequest)) {
    throw validation(
      isGiven(PutRequest)
        ? 'Supplied WriteRequest has both a PutRequest and a DeleteRequest'
        : 'Supplied AttributeValue has no datatype: a WriteRequest needs a PutRequest or a DeleteRequest',
    );
  }
  return PutRequest === undefined
    ? { kind: 'Delete', tableName, subject: readItem(DeleteRequest?.Key), showsOnFailure: false }
    : { kind: 'Put', tableName, subject: readItem(PutRequest.Item), showsOnFailure: false };
}
