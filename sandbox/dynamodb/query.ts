import { validation } from './errors.ts';
import { checkFilterAttributes, keyRangeOf } from './items/key-range.ts';
import { indexOfRead, readPage } from './items/read-page.ts';
import { define } from './request/define.ts';
import { pageMembers } from './request/members.ts';
import { readPageRequest } from './request/page-request.ts';
import { flag, inputOf, integer, text } from './request/shape.ts';
import { requireTable } from './room.ts';
import { onTable } from './table/table.ts';

const readQuery = inputOf(
  { ...pageMembers, KeyConditionExpression: text(), Limit: integer(), ScanIndexForward: flag },
  ['AttributesToGet', 'QueryFilter', 'ConditionalOperator', 'KeyConditions'],
);

/** Query: the items of one partition of a table or an index, in the order of their sort keys. */
export const query = define({
  name: 'Query',
  kind: 'read',
  parse: (raw) => {
    const input = readQuery(raw);
    if (input.Limit !== undefined && input.Limit < 1) {
      // Query words this one constraint in its own way.
      throw validation(
        "1 validation error detected: Value at 'Limit' failed to satisfy constraint: " +
          'Member must have value greater than or equal to 1',
      );
    }
    if (input.KeyConditionExpression === undefined) {
      throw validation(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    return { request: readPageRequest(input), isForward: input.ScanIndexForward ?? true };
  },
  permissions: ({ request }, place) => [onTable(place, 'Query', request.resource)],
  run: (room, { request, isForward }) => {
    const table = requireTable(room, request.input.TableName);
    const index = indexOfRead(table, request);
    const { key } = index ?? table;
    const range = keyRangeOf(key, request.keyConditions ?? new Map(), request.startKey);
    checkFilterAttributes(key, request.filterAttributes);
    return readPage(room, { table, index, request, range: { ...range, isForward } });
  },
});
