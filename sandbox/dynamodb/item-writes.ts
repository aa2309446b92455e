import { validation, wrongShape } from './errors.ts';
import type { Update } from './expression/compile-update.ts';
import { projectionOf } from './expression/projection.ts';
import type { ItemChanged } from './items/item-store.ts';
import { carryOut, placeWrite, planWrite } from './items/plan-write.ts';
import { planTransaction } from './items/transaction.ts';
import { answer, itemText } from './request/answer.ts';
import { define } from './request/define.ts';
import { nameOf, reportMembers } from './request/members.ts';
import { reportWrites } from './request/report.ts';
import {
  anything,
  inputOf,
  length,
  list,
  object,
  oneOf,
  required,
  structure,
  text,
} from './request/shape.ts';
import type { RawInput, Reader } from './request/shape.ts';
import { writeReader } from './request/write-request.ts';
import type { WriteRequest } from './request/write-request.ts';
import { hasRepeats } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';

/** PutItem: replaces an item or makes it, on a condition. */
export const putItem = writeItem('Put');

/** UpdateItem: changes parts of an item or makes it, on a condition. */
export const updateItem = writeItem('Update');

/** DeleteItem: removes an item, on a condition; an absent item is no error. */
export const deleteItem = writeItem('Delete');

function writeItem(kind: 'Put' | 'Update' | 'Delete') {
  const read = writeReader(kind, {
    ...reportMembers,
    ReturnValues: oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'),
  });
  return define({
    name: `${kind}Item`,
    kind: 'write',
    parse: (raw) => {
      const { input, write } = read(raw);
      const returned = input.ReturnValues ?? 'NONE';
      if (kind !== 'Update' && returned !== 'NONE' && returned !== 'ALL_OLD') {
        throw validation('ReturnValues can only be ALL_OLD or NONE');
      }
      return { input, write, returned };
    },
    permissions: ({ write }, place) => [onTable(place, `${kind}Item`, write.tableName)],
    run: (room, { input, write, returned }) => {
      const written = carryOut(room, planWrite(room, placeWrite(room, write)));
      const { ConsumedCapacity, ItemCollectionMetrics } = reportWrites(room, [written], input);
      return answer({
        Attributes: returnedAttributes(returned, written, write.update),
        ConsumedCapacity: ConsumedCapacity?.[0],
        ItemCollectionMetrics: ItemCollectionMetrics?.[written.table.name]?.[0],
      });
    },
  });
}

/** The Attributes member of an answer; undefined where there is nothing to show. */
function returnedAttributes(returned: string, { before, after }: ItemChanged, update: Update | undefined) {
  const shown = returned.endsWith('_OLD') ? before : after;
  if (returned === 'NONE' || shown === undefined) return undefined;
  if (returned.startsWith('ALL_')) return itemText(shown);
  const part = itemText(shown, projectionOf(update?.paths ?? []));
  return update === undefined || part.text === '{}' ? undefined : part;
}

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
const readBatched = inputOf({
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
      list.map((write) => batchedWrite(nameOf(given), write)),
    );
    if (writes.length <= mostWrites) return { input, writes };
    throw validation('Too many items requested for the BatchWriteItem call');
  },
  permissions: ({ input }, place) =>
    input.RequestItems.map(([given]) => onTable(place, 'BatchWriteItem', nameOf(given))),
  run: (room, { input, writes }) => {
    const placed = writes.map((write) => placeWrite(room, write));
    if (hasRepeats(placed)) throw validation('Provided list of item keys contains duplicates');
    const written = placed.map((write) => carryOut(room, planWrite(room, write)));
    return { UnprocessedItems: {}, ...reportWrites(room, written, input) };
  },
});

function batchedWrite(tableName: string, raw: RawInput): WriteRequest {
  const { PutRequest, DeleteRequest } = readBatched(raw);
  if (PutRequest !== undefined && DeleteRequest !== undefined) {
    throw validation('Supplied WriteRequest has both a PutRequest and a DeleteRequest');
  }
  const base = { tableName, showsOnFailure: false };
  if (PutRequest !== undefined) return { ...base, kind: 'Put', subject: readItem(PutRequest.Item) };
  if (DeleteRequest !== undefined) return { ...base, kind: 'Delete', subject: readItem(DeleteRequest.Key) };
  throw validation(
    'Supplied AttributeValue has no datatype: a WriteRequest needs a PutRequest or a DeleteRequest',
  );
}

const readTransaction = inputOf({
  TransactItems: required(list(required(object('Structure')), length(1, 100))),
  ClientRequestToken: text(length(1, 36)),
  ...reportMembers,
});
const kinds = ['ConditionCheck', 'Put', 'Update', 'Delete'] as const;
const readAction = inputOf({
  ConditionCheck: object('Structure'),
  Put: object('Structure'),
  Update: object('Structure'),
  Delete: object('Structure'),
});
const readers = {
  ConditionCheck: writeReader('ConditionCheck', { ConditionExpression: required(text()) }),
  Put: writeReader('Put', {}),
  Update: writeReader('Update', { UpdateExpression: required(text()) }),
  Delete: writeReader('Delete', {}),
};

/** TransactWriteItems: up to a hundred writes, all or none; a client token makes it idempotent for ten minutes. */
export const transactWriteItems = define({
  name: 'TransactWriteItems',
  kind: 'write',
  parse: (raw) => {
    const input = readTransaction(raw);
    const writes = input.TransactItems.map((item) => {
      const action = readAction(item);
      const [kind, another] = kinds.filter((name) => action[name] !== undefined);
      if (kind !== undefined && another === undefined) return readers[kind](action[kind] ?? {}).write;
      throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
    });
    return { input, writes };
  },
  permissions: ({ writes }, place) =>
    writes.map(({ kind, tableName }) => onTable(place, `${kind}Item`, tableName)),
  run: (room, { input, writes }) => {
    const { ClientRequestToken: token, TransactItems } = input;
    if (token !== undefined && room.tokens.isRepeated(token, TransactItems)) return {};
    const written = planTransaction(room, writes).map((planned) => carryOut(room, planned));
    return reportWrites(room, written, { ...input, factor: 2 });
  },
});
