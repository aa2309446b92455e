import type { JsonText } from '../kernel/json-text.ts';
import { isObject } from '../kernel/json.ts';
import { validation, wrongShape } from './errors.ts';
import { readExpressions } from './expression/request-expressions.ts';
import { answer, itemText } from './request/answer.ts';
import { define } from './request/define.ts';
import { capacityDetail, nameOf, projectionMembers } from './request/members.ts';
import { consumedCapacity } from './request/report.ts';
import type { Consumed } from './request/report.ts';
import { anything, flag, inputOf, list, object } from './request/shape.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { hasRepeats, keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';
import { readUnits } from './values/size.ts';

type TableKeys = ReturnType<typeof readTableKeys>;

const mostKeys = 100;
/** Bytes of items in one answer; the rest comes back as UnprocessedKeys. */
const largestAnswer = 16 * 1_048_576;
const readBatch = inputOf({ RequestItems: object('Structure'), ReturnConsumedCapacity: capacityDetail });
const readKeys = inputOf({ Keys: list(anything), ConsistentRead: flag, ...projectionMembers }, [
  'AttributesToGet',
]);

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
    const { responses, unprocessed, consumed } = readAll(room, tables);
    return answer({
      Responses: Object.fromEntries(responses),
      UnprocessedKeys: Object.fromEntries(unprocessed),
      ConsumedCapacity: consumedCapacity(consumed, ReturnConsumedCapacity),
    });
  },
});

/** Reads the keys of one table; answers name it as the request does. */
function readTableKeys(given: string, raw: unknown) {
  if (!isObject(raw)) throw wrongShape('KeysAndAttributes', raw);
  const input = readKeys(raw);
  const { Keys = [] } = input;
  if (Keys.length === 0 || Keys.length > mostKeys) {
    const rule =
      Keys.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${String(mostKeys)}`;
    throw validation(
      `1 validation error detected: Value at 'RequestItems.${given}.member.Keys' failed to satisfy constraint: ` +
        `Member must have length ${rule}`,
    );
  }
  const { projection } = readExpressions(input);
  const keys = Keys.map((key) => readItem(key));
  return { given, raw, keys, projection, factor: input.ConsistentRead === true ? 1 : 0.5 };
}

function readAll(room: Room, tables: readonly TableKeys[]) {
  const responses = new Map<string, JsonText[]>();
  const unprocessed = new Map<string, unknown>();
  const consumed: Consumed[] = [];
  let bytes = 0;
  for (const { given, raw, keys, projection, factor } of tables) {
    const table = requireTable(room, nameOf(given));
    const placed = keys.map((key) => ({ table, key: keyOfRequest(table, key) }));
    if (hasRepeats(placed)) throw validation('Provided list of item keys contains duplicates');
    const items: JsonText[] = [];
    responses.set(given, items);
    for (const [position, { key }] of placed.entries()) {
      const found = room.items.find(table, key);
      const size = found?.size ?? 0;
      if (bytes + size > largestAnswer) {
        unprocessed.set(given, { ...raw, Keys: keys.slice(position) });
        break;
      }
      bytes += size;
      consumed.push({ table, units: readUnits(size, factor) });
      if (found !== undefined) items.push(itemText(found, projection));
    }
  }
  return { responses, unprocessed, consumed };
}
