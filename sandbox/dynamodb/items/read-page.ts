import { JsonText } from '../../kernel/json-text.ts';
import { consumedByRead, consumedCapacity, readUnits } from '../request/capacity.ts';
import type { ReadRequest } from '../request/read-request.ts';
import type { Room } from '../room.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { fillPage, memberText, pageText } from './page.ts';
import { checkStartKey, firstBatch, needsWholeItems, pageRequestOf } from './read-plan.ts';
import { readRange } from './read-range.ts';
import type { RangeRead } from './read-range.ts';
import type { StoredItem } from './stored-item.ts';

/** One page to read. */
export interface PageRead {
  readonly table: Table;
  readonly index: TableIndex | undefined;
  readonly request: ReadRequest;
  readonly range: Pick<RangeRead, 'hash' | 'low' | 'high' | 'isForward'>;
  /** Leaves items out before they count as read: segments do. */
  readonly isWanted?: (item: StoredItem) => boolean;
}

/** Reads one page of a table or an index and answers it as Query and Scan do. */
export function readPage(room: Room, { table, index, request, range, isWanted }: PageRead): JsonText {
  checkStartKey(table, index, request.startKey);
  const rows = readRange(room.ground.store, {
    table,
    index,
    isWhole: needsWholeItems(table, index, request),
    ...range,
    firstBatch: firstBatch(request),
    after: request.startKey,
  });
  const pageRequest = pageRequestOf(table, index, request);
  const page = fillPage(isWanted === undefined ? rows : only(rows, isWanted), pageRequest);
  const units = readUnits(page.bytes, request.isConsistent ? 1 : 0.5);
  const consumed = consumedCapacity(consumedByRead(table, index, units), request.capacity);
  return new JsonText(pageText(page, pageRequest.isCountOnly, memberText('ConsumedCapacity', consumed)));
}

function* only(
  rows: Iterable<StoredItem>,
  isWanted: (item: StoredItem) => boolean,
): Generator<StoredItem, void, undefined> {
  for (const row of rows) if (isWanted(row)) yield row;
}
