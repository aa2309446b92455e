import { validation } from './errors.ts';
import { checkFilterAttributes, keyRangeOf } from './items/key-range.ts';
import { indexOfRead, readPage, readPageRequest } from './items/read-page.ts';
import { define } from './request/define.ts';
import { pageMembers } from './request/members.ts';
import { between, flag, inputOf, integer, text } from './request/shape.ts';
import { requireTable } from './room.ts';
import { storedKey } from './table/item-key.ts';
import type { KeySchema } from './table/table.ts';
import { onTable } from './table/table.ts';
import type { Item } from './values/attribute-value.ts';

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
    const owner = index ?? table;
    const range = keyRangeOf(owner, request.keyConditions ?? new Map(), request.startKey);
    checkFilterAttributes(owner.key, request.filterAttributes);
    return readPage(room, { table, index, request, range: { ...range, isForward } });
  },
});

/** One of the parts that parallel scans share. */
interface Segment {
  readonly number: number;
  readonly total: number;
}

const mostSegments = 1_000_000;
const readScan = inputOf(
  {
    ...pageMembers,
    Limit: integer(between(1)),
    TotalSegments: integer(between(1, mostSegments)),
    Segment: integer(between(0, mostSegments - 1)),
  },
  ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'],
);

/** Scan: every item of a table or an index, or one segment of it. */
export const scan = define({
  name: 'Scan',
  kind: 'read',
  parse: (raw) => {
    const input = readScan(raw);
    return { request: readPageRequest(input), segment: segmentOf(input.Segment, input.TotalSegments) };
  },
  permissions: ({ request }, place) => [onTable(place, 'Scan', request.resource)],
  run: (room, { request, segment }) => {
    const table = requireTable(room, request.input.TableName);
    const index = indexOfRead(table, request);
    const { key } = index ?? table;
    const isWanted = segment && ((item: Item) => isInSegment(key, item, segment));
    return readPage(room, { table, index, request, range: { isForward: true }, isWanted });
  },
});

function segmentOf(number: number | undefined, total: number | undefined): Segment | undefined {
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

/** Items belong to segments by their partition keys. */
function isInSegment(key: KeySchema, item: Item, { number, total }: Segment): boolean {
  let hash = 2_166_136_261;
  // FNV-1a: spreads keys evenly and is stable.
  for (const byte of storedKey(key, item).hash) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash % total === number;
}
