import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { fillPage, pageText } from './items/page.ts';
import { checkFilterAttributes, keyRangeOf } from './items/key-range.ts';
import { checkStartKey, firstBatch, indexOfRead, needsWholeItems, pageRequestOf } from './items/read-plan.ts';
import { readRange } from './items/read-range.ts';
import { consumedByRead, consumedCapacity, readUnits } from './request/capacity.ts';
import { flag, integer, isGiven } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { readRead } from './request/read-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';

/** Query: the items of one partition of a table or an index, in the order of their sort keys. */
export function query(room: Room): Operation {
  return operation({
    name: 'Query',
    kind: 'read',
    parse: readQuery,
    permissions: ({ tableName, indexName }, place) => [
      {
        action: 'dynamodb:Query',
        resource: tableArn(place, tableName) + (indexName === undefined ? '' : `/index/${indexName}`),
      },
    ],
    run: (request) => {
      const table = requireTable(room, request.tableName);
      const index = indexOfRead(table, request);
      const schema = (index ?? table).key;
      const range = keyRangeOf(schema, request.keyConditions ?? new Map(), request.startKey);
      checkStartKey(table, index, request.startKey);
      checkFilterAttributes(schema, request.filterAttributes);
      const rows = readRange(room.ground.store, {
        table,
        isWhole: needsWholeItems(table, index, request),
        ...range,
        isForward: request.isForward,
        firstBatch: firstBatch(request),
        ...(index === undefined ? {} : { index }),
        ...(request.startKey === undefined ? {} : { after: request.startKey }),
      });
      const pageRequest = pageRequestOf(table, index, request);
      const page = fillPage(rows, pageRequest);
      const units = readUnits(page.bytes, request.isConsistent ? 1 : 0.5);
      const consumed = consumedCapacity(consumedByRead(table, index, units), request.capacity);
      const more = consumed === undefined ? '' : `,"ConsumedCapacity":${JSON.stringify(consumed)}`;
      return new JsonText(pageText(page, pageRequest.isCountOnly, more));
    },
  });
}

function readQuery(raw: RawInput) {
  const request = readRead(raw, {
    expressions: ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression'],
    more: ['ScanIndexForward'],
    legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
    check: () => undefined,
    checkBefore: () => {
      const limit = integer(raw, 'Limit');
      if (limit !== undefined && limit < 1) refuseLimit();
      if (isGiven(raw, 'KeyConditionExpression')) return;
      throw validation(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    },
  });
  return { ...request, isForward: flag(raw, 'ScanIndexForward') ?? true };
}

/** Query words this one constraint in its own way. */
function refuseLimit(): never {
  throw validation(
    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: " +
      'Member must have value greater than or equal to 1',
  );
}
