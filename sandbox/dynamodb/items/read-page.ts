import type { JsonText } from '../../kernel/json-text.ts';
import { invalidParameter, validation } from '../errors.ts';
import { readExpressions } from '../expression/request-expressions.ts';
import type { RequestExpressions } from '../expression/request-expressions.ts';
import { answer, itemText } from '../request/answer.ts';
import type { pageMembers } from '../request/members.ts';
import { consumedCapacity } from '../request/report.ts';
import type { InputOf } from '../request/shape.ts';
import type { Room } from '../room.ts';
import { keyAttributes, positionNames, projectedNames } from '../table/table.ts';
import type { Table, TableIndex } from '../table/table.ts';
import { member, pick, typeOf } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';
import { readItem } from '../values/read-value.ts';
import { readUnits } from '../values/size.ts';
import { readRange } from './read-range.ts';
import type { RangeRead } from './read-range.ts';
import type { StoredItem } from './stored-item.ts';

type PageInput = InputOf<typeof pageMembers> & { readonly Limit: number | undefined };

/** What Query and Scan ask for. */
export interface PageRequest extends RequestExpressions {
  readonly input: PageInput;
  readonly startKey: Item | undefined;
  /** What is read, as permissions name it. */
  readonly resource: string;
}

/** Reads what Query and Scan have in common. Throws AwsError with DynamoDB's texts. */
export function readPageRequest(input: PageInput): PageRequest {
  checkSelect(input);
  const { TableName, IndexName, ExclusiveStartKey } = input;
  return {
    input,
    startKey: ExclusiveStartKey === undefined ? undefined : readItem(ExclusiveStartKey),
    resource: IndexName === undefined ? TableName : `${TableName}/index/${IndexName}`,
    ...readExpressions(input),
  };
}

/** One page to read. */
export interface PageRead {
  readonly table: Table;
  readonly index: TableIndex | undefined;
  readonly request: PageRequest;
  readonly range: Pick<RangeRead, 'hash' | 'bounds' | 'isForward'>;
  /** Leaves items out before they count as read: segments do. */
  readonly isWanted?: ((item: Item) => boolean) | undefined;
}

/** Bytes of items that one page reads at most. */
const largestPage = 1_048_576;
/** Rows to fetch at first: what the limit asks for, where it is small. */
const firstBatch = { usual: 64, largest: 256 };
const startKeyInvalid = 'The provided starting key is invalid';

/** Reads one page of a table or an index and answers it as Query and Scan do. */
export function readPage(room: Room, read: PageRead): JsonText {
  const { table, index, request, range } = read;
  const { Select, Limit, ConsistentRead, ReturnConsumedCapacity } = request.input;
  checkStartKey(read);
  const rows = readRange(room.ground.store, {
    table,
    index,
    isWhole: needsWholeItems(read),
    ...range,
    firstBatch: Math.min(Limit ?? firstBatch.usual, firstBatch.largest),
    after: request.startKey,
  });
  const page = fillPage(rows, read);
  const units = readUnits(page.bytes, ConsistentRead === true ? 1 : 0.5);
  const consumed = consumedCapacity([{ table, index, units }], ReturnConsumedCapacity);
  return answer({
    Items: Select === 'COUNT' ? undefined : page.items,
    Count: page.count,
    ScannedCount: page.scannedCount,
    LastEvaluatedKey: page.last && pick(page.last.item, positionNames(table, index)),
    ConsumedCapacity: consumed?.[0],
  });
}

/** The index that a read goes through, or undefined for the table. Throws where the table has no such index. */
export function indexOfRead(table: Table, { input }: PageRequest): TableIndex | undefined {
  if (input.IndexName === undefined) return undefined;
  const index = table.indexes.find(({ name }) => name === input.IndexName);
  if (index === undefined) {
    throw validation(`The table does not have the specified index: ${input.IndexName}`);
  }
  if (index.scope === 'GLOBAL' && input.ConsistentRead === true) {
    throw validation('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

function checkSelect({ Select, IndexName, ProjectionExpression }: PageInput): void {
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && ProjectionExpression === undefined) {
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (ProjectionExpression !== undefined && Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES') {
    const shown = Select === 'COUNT' ? 'only the Count' : Select;
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${shown}`);
  }
}

/** Refuses a start key that is not a position of the table or the index. */
function checkStartKey({ table, index, request: { startKey } }: PageRead): void {
  if (startKey === undefined) return;
  if (Object.keys(startKey).length !== positionNames(table, index).length) throw validation(startKeyInvalid);
  for (const { name, type } of [table, index ?? table].flatMap(({ key }) => keyAttributes(key))) {
    const value = member(startKey, name);
    if (value === undefined) throw validation(startKeyInvalid);
    if (typeOf(value) !== type) {
      throw validation(`${startKeyInvalid}: The provided key element does not match the schema`);
    }
  }
}

/** Whether the read needs attributes that the index does not hold; a local one fetches them, a global one cannot. */
function needsWholeItems({ table, index, request }: PageRead): boolean {
  if (index === undefined || index.projection.ProjectionType === 'ALL') return false;
  const held = projectedNames(table, index);
  const wanted = (request.projection?.paths ?? []).map(([head]) => String(head));
  const missing = wanted.filter((name) => !held.has(name));
  const wantsAll = request.input.Select === 'ALL_ATTRIBUTES';
  if (index.scope === 'LOCAL') return wantsAll || missing.length > 0;
  if (wantsAll) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} ` +
        'because its projection type is not ALL',
    );
  }
  if (missing.length === 0) return false;
  throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
}

/** Fills a page: stops at the limit, and before the item that would pass 1 MB. */
function fillPage(rows: Iterable<StoredItem>, { request, isWanted }: PageRead) {
  const { Limit, Select } = request.input;
  const items: JsonText[] = [];
  let [count, scannedCount, bytes] = [0, 0, 0];
  let last: StoredItem | undefined;
  let isCut = false;
  for (const stored of rows) {
    if (isWanted?.(stored.item) === false) continue;
    isCut = scannedCount > 0 && bytes + stored.size > largestPage;
    if (isCut) break;
    last = stored;
    scannedCount += 1;
    bytes += stored.size;
    if (request.filter === undefined || request.filter(stored.item)) {
      count += 1;
      if (Select !== 'COUNT') items.push(itemText(stored, request.projection));
    }
    isCut = scannedCount === Limit;
    if (isCut) break;
  }
  return { items, count, scannedCount, bytes, last: isCut ? last : undefined };
}
