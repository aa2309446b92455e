import { isObject } from '../kernel/json.ts';
import { validation, wrongShape } from './errors.ts';
import type { Projection } from './expression/projection.ts';
import { readExpressions } from './expression/request-expressions.ts';
import { attemptAll, refuseRepeated } from './items/transaction.ts';
import { answer, itemText } from './request/answer.ts';
import { define } from './request/define.ts';
import { capacityDetail, nameOf, projectionMembers, tableName } from './request/members.ts';
import { consumedCapacity } from './request/report.ts';
import { anything, flag, inputOf, length, list, object, required } from './request/shape.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { hasRepeats, keyOfRequest } from './table/item-key.ts';
import type { Touched } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';
import { readUnits } from './values/size.ts';

/** One item to read; `factor` is what its read units count. */
interface PlacedRead extends Touched {
  readonly projection?: Projection | undefined;
  readonly factor: number;
}

/** Read units of a transaction count double. */
const transactionFactor = 2;
const mostKeys = 100;
/** Bytes of items in one answer; the rest comes back as UnprocessedKeys. */
const largestAnswer = 16 * 1_048_576;

const legacy = ['AttributesToGet'];
const oneMembers = { TableName: tableName, Key: required(anything), ...projectionMembers };
const readGet = inputOf(
  { ...oneMembers, ReturnConsumedCapacity: capacityDetail, ConsistentRead: flag },
  legacy,
);

/** GetItem: one item by its key. Every read sees what is committed, whatever its consistency. */
export const getItem = define({
  name: 'GetItem',
  kind: 'read',
  parse: (raw) => {
    const input = readGet(raw);
    return { ...input, ...readExpressions(input), key: readItem(input.Key), factor: factorOf(input) };
  },
  permissions: ({ TableName }, place) => [onTable(place, 'GetItem', TableName)],
  run: (room, { TableName, key, projection, factor, ReturnConsumedCapacity }) => {
    const table = requireTable(room, TableName);
    const read = readOne(room, { table, key: keyOfRequest(table, key), projection, factor });
    const consumed = consumedCapacity([read], ReturnConsumedCapacity);
    return answer({ Item: read.item, ConsumedCapacity: consumed?.[0] });
  },
});

const readTransaction = inputOf({
  TransactItems: required(list(required(object('Structure')), length(1, 100))),
  ReturnConsumedCapacity: capacityDetail,
});
const readAction = inputOf({ Get: object('Structure') });
const readTransactGet = inputOf(oneMembers);

/** TransactGetItems: up to a hundred items as they are at one moment. */
export const transactGetItems = define({
  name: 'TransactGetItems',
  kind: 'read',
  parse: (raw) => {
    const { TransactItems, ReturnConsumedCapacity } = readTransaction(raw);
    const gets = TransactItems.map((action) => {
      const { Get } = readAction(action);
      if (Get === undefined) throw validation('TransactItems can only contain Get');
      const input = readTransactGet(Get);
      return { name: input.TableName, key: readItem(input.Key), ...readExpressions(input) };
    });
    return { gets, ReturnConsumedCapacity };
  },
  permissions: ({ gets }, place) => gets.map(({ name }) => onTable(place, 'GetItem', name)),
  run: (room, { gets, ReturnConsumedCapacity }) => {
    const placed = attemptAll(gets, ({ name, key, projection }): PlacedRead => {
      const table = requireTable(room, name);
      return { table, key: keyOfRequest(table, key), projection, factor: transactionFactor };
    });
    refuseRepeated(placed);
    const found = placed.map((read) => readOne(room, read));
    return answer({
      Responses: found.map(({ item }) => ({ Item: item })),
      ConsumedCapacity: consumedCapacity(found, ReturnConsumedCapacity),
    });
  },
});

const readBatch = inputOf({ RequestItems: object('Structure'), ReturnConsumedCapacity: capacityDetail });
const readKeys = inputOf({ Keys: list(anything), ConsistentRead: flag, ...projectionMembers }, legacy);

/** BatchGetItem: up to a hundred items of any tables. */
export const batchGetItem = define({
  name: 'BatchGetItem',
  kind: 'read',
  parse: (raw) => {
    const { RequestItems = {}, ReturnConsumedCapacity } = readBatch(raw);
    const tables = Object.entries(RequestItems).map(([given, request]) => readTableKeys(given, request));
    if (tables.length === 0) {
      throw validation('The requestItems parameter is required for BatchGetItem');
    }
    if (tables.reduce((count, { keys }) => count + keys.length, 0) > mostKeys) {
      throw validation('Too many items requested for the BatchGetItem call');
    }
    return { tables, ReturnConsumedCapacity };
  },
  permissions: ({ tables }, place) =>
    tables.map(({ given }) => onTable(place, 'BatchGetItem', nameOf(given))),
  run: (room, { tables, ReturnConsumedCapacity }) => {
    let bytes = 0;
    const read = tables.map(({ given, raw, keys, projection, factor }) => {
      const table = requireTable(room, nameOf(given));
      const placed = keys.map((key) => ({ table, key: keyOfRequest(table, key), projection, factor }));
      if (hasRepeats(placed)) throw validation('Provided list of item keys contains duplicates');
      const found = [];
      for (const one of placed) {
        const next = readOne(room, one);
        if (bytes + next.size > largestAnswer) break;
        bytes += next.size;
        found.push(next);
      }
      const rest = keys.slice(found.length);
      return { given, found, unprocessed: rest.length === 0 ? undefined : { ...raw, Keys: rest } };
    });
    const consumed = read.flatMap(({ found }) => found);
    return answer({
      Responses: Object.fromEntries(
        read.map(({ given, found }) => [given, found.flatMap(({ item }) => item ?? [])]),
      ),
      UnprocessedKeys: Object.fromEntries(read.map(({ given, unprocessed }) => [given, unprocessed])),
      ConsumedCapacity: consumedCapacity(consumed, ReturnConsumedCapacity),
    });
  },
});

/** Reads the keys of one table; answers name it as the request does. */
function readTableKeys(given: string, raw: unknown) {
  if (!isObject(raw)) throw wrongShape('KeysAndAttributes', raw);
  const input = readKeys(raw);
  const { Keys = [] } = input;
  const violated = length(1, mostKeys)(Keys);
  if (violated !== undefined) {
    throw validation(
      `1 validation error detected: Value at 'RequestItems.${given}.member.Keys' failed to satisfy constraint: ${violated}`,
    );
  }
  const { projection } = readExpressions(input);
  return { given, raw, keys: Keys.map((key) => readItem(key)), projection, factor: factorOf(input) };
}

function factorOf({ ConsistentRead }: { readonly ConsistentRead: boolean | undefined }): number {
  return ConsistentRead === true ? 1 : 0.5;
}

function readOne(room: Room, { table, key, projection, factor }: PlacedRead) {
  const stored = room.items.find(table, key);
  const size = stored?.size ?? 0;
  return { table, size, units: readUnits(size, factor), item: stored && itemText(stored, projection) };
}
