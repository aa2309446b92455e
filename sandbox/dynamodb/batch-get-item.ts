import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { isObject } from '../kernel/json.ts';
import { validation, wrongShape } from './errors.ts';
import { readExpressions } from './expression/request-expressions.ts';
import type { Projection } from './expression/projection.ts';
import { memberText, textOf } from './items/page.ts';
import { consumedByRead, consumedByTable, readUnits } from './request/capacity.ts';
import type { Consumed } from './request/capacity.ts';
import { Constraints } from './request/constraints.ts';
import { flag, list, object, refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { nameOf } from './request/table-name.ts';
import { capacityDetail } from './request/write-answer.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { hasRepeats, keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import type { Item } from './values/attribute-value.ts';
import { readItem } from './values/read-value.ts';

interface TableKeys {
  /** As the request names the table; answers name it so, too. */
  readonly given: string;
  readonly keys: readonly Item[];
  readonly projection?: Projection;
  readonly isConsistent: boolean;
  readonly raw: RawInput;
}

const mostKeys = 100;
/** Bytes of items in one answer; the rest comes back as UnprocessedKeys. */
const largestAnswer = 16 * 1_048_576;

/** BatchGetItem: up to a hundred items of any tables. */
export function batchGetItem(room: Room): Operation {
  return operation({
    name: 'BatchGetItem',
    kind: 'read',
    parse: readBatch,
    permissions: ({ tables }, place) =>
      tables.map(({ given }) => onTable(place, 'BatchGetItem', nameOf(given))),
    run: ({ tables, capacity }) => {
      const answer = readAll(room, tables);
      const responses = tables.map(
        ({ given }) => `${JSON.stringify(given)}:[${(answer.items.get(given) ?? []).join(',')}]`,
      );
      const more = memberText('ConsumedCapacity', consumedByTable(answer.consumed, capacity));
      const unprocessed = JSON.stringify(Object.fromEntries(answer.unprocessed));
      return new JsonText(`{"Responses":{${responses.join(',')}},"UnprocessedKeys":${unprocessed}${more}}`);
    },
  });
}

interface BatchAnswer {
  readonly items: ReadonlyMap<string, readonly string[]>;
  readonly unprocessed: ReadonlyMap<string, unknown>;
  readonly consumed: readonly Consumed[];
}

function readAll(room: Room, tables: readonly TableKeys[]): BatchAnswer {
  const items = new Map<string, string[]>();
  const unprocessed = new Map<string, unknown>();
  const consumed: Consumed[] = [];
  let bytes = 0;
  for (const request of tables) {
    const table = requireTable(room, nameOf(request.given));
    const stored = request.keys.map((key) => keyOfRequest(table, key));
    if (hasRepeats(stored.map((key) => ({ table, key })))) {
      throw validation('Provided list of item keys contains duplicates');
    }
    stored.forEach((key, index) => {
      const found = room.items.find(table, key);
      const units = readUnits(found?.size ?? 0, request.isConsistent ? 1 : 0.5);
      if (bytes + (found?.size ?? 0) > largestAnswer) {
        if (!unprocessed.has(request.given)) {
          unprocessed.set(request.given, { ...request.raw, Keys: request.keys.slice(index) });
        }
        return;
      }
      bytes += found?.size ?? 0;
      consumed.push(consumedByRead(table, undefined, units));
      const texts = items.get(request.given) ?? [];
      items.set(request.given, texts);
      if (found !== undefined) texts.push(textOf(found, request.projection));
    });
  }
  return { items, unprocessed, consumed };
}

function readBatch(raw: RawInput) {
  const requests = object(raw, 'RequestItems');
  if (requests === undefined || Object.keys(requests).length === 0) {
    throw validation('The requestItems parameter is required for BatchGetItem');
  }
  const constraints = new Constraints();
  constraints.oneOf('returnConsumedCapacity', text(raw, 'ReturnConsumedCapacity'), [
    'INDEXES',
    'TOTAL',
    'NONE',
  ]);
  constraints.check();
  refuseUnsupported(raw, { members: ['RequestItems', 'ReturnConsumedCapacity'] });
  const tables = Object.entries(requests).map(([given, request]) => readTableKeys(given, request));
  if (tables.reduce((count, { keys }) => count + keys.length, 0) > mostKeys) {
    throw validation('Too many items requested for the BatchGetItem call');
  }
  return { tables, capacity: capacityDetail(raw) };
}

function readTableKeys(given: string, raw: unknown): TableKeys {
  if (!isObject(raw)) throw wrongShape('KeysAndAttributes', raw);
  const keys = list(raw, 'Keys') ?? [];
  if (keys.length === 0 || keys.length > mostKeys) {
    const rule =
      keys.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${String(mostKeys)}`;
    throw validation(
      `1 validation error detected: Value at 'RequestItems.${given}.member.Keys' failed to satisfy constraint: ` +
        `Member must have length ${rule}`,
    );
  }
  refuseUnsupported(raw, {
    members: ['Keys', 'ConsistentRead', 'ProjectionExpression', 'ExpressionAttributeNames'],
    legacy: ['AttributesToGet'],
  });
  return {
    given,
    keys: keys.map((key) => readItem(key)),
    ...readExpressions(raw, ['ProjectionExpression']),
    isConsistent: flag(raw, 'ConsistentRead') ?? false,
    raw,
  };
}
