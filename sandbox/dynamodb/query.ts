import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { checkFilterAttributes, keyRangeOf } from './items/key-range.ts';
import { readPage } from './items/read-page.ts';
import { indexOfRead } from './items/read-plan.ts';
import { flag, integer, isGiven } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { readRead } from './request/read-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';

/** Query: the items of one partition of a table or an index, in the order of their sort keys. */
export function query(room: Room): Operation {
  return operation({
    name: 'Query',
    kind: 'read',
    parse: readQuery,
    permissions: ({ resource }, place) => [onTable(place, 'Query', resource)],
    run: ({ request, isForward }) => {
      const table = requireTable(room, request.tableName);
      const index = indexOfRead(table, request);
      const { key } = index ?? table;
      const range = keyRangeOf(key, request.keyConditions ?? new Map(), request.startKey);
      checkFilterAttributes(key, request.filterAttributes);
      return readPage(room, { table, index, request, range: { ...range, isForward } });
    },
  });
}

function readQuery(raw: RawInput) {
  return {
    ...readRead(raw, {
      expressions: ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression'],
      more: ['ScanIndexForward'],
      legacy: ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
      checkBefore: () => {
        checkQuery(raw);
      },
    }),
    isForward: flag(raw, 'ScanIndexForward') ?? true,
  };
}

function checkQuery(raw: RawInput): void {
  const limit = integer(raw, 'Limit');
  if (limit !== undefined && limit < 1) {
    // Query words this one constraint in its own way.
    throw validation(
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 1',
    );
  }
  if (isGiven(raw, 'KeyConditionExpression')) return;
  throw validation(
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  );
}
