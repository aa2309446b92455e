import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { memberText, textOf } from './items/page.ts';
import { attemptAll, refuseRepeated } from './items/transaction.ts';
import { consumedByRead, consumedByTable, readUnits } from './request/capacity.ts';
import { Constraints } from './request/constraints.ts';
import { readTransactGet } from './request/get-request.ts';
import { object, objects, refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { capacityDetail } from './request/write-answer.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';

const mostGets = 100;
/** Read units of a transaction count double. */
const transactionFactor = 2;

/** TransactGetItems: up to a hundred items as they are at one moment. */
export function transactGetItems(room: Room): Operation {
  return operation({
    name: 'TransactGetItems',
    kind: 'read',
    parse: readTransaction,
    permissions: ({ gets }, place) => gets.map(({ tableName }) => onTable(place, 'GetItem', tableName)),
    run: ({ gets, capacity }) => {
      const tables = gets.map(({ tableName }) => requireTable(room, tableName));
      const placed = attemptAll(gets, ({ tableName, key, projection }, index) => {
        const table = tables[index] ?? requireTable(room, tableName);
        return { table, projection, key: keyOfRequest(table, key) };
      });
      refuseRepeated(placed);
      const found = placed.map((get) => ({ ...get, stored: room.items.find(get.table, get.key) }));
      const responses = found.map(({ stored, projection }) =>
        stored === undefined ? '{}' : `{"Item":${textOf(stored, projection)}}`,
      );
      const consumed = found.map(({ table, stored }) =>
        consumedByRead(table, undefined, readUnits(stored?.size ?? 0, transactionFactor)),
      );
      const more = memberText('ConsumedCapacity', consumedByTable(consumed, capacity));
      return new JsonText(`{"Responses":[${responses.join(',')}]${more}}`);
    },
  });
}

function readTransaction(raw: RawInput) {
  const actions = objects(raw, 'TransactItems');
  const constraints = new Constraints();
  constraints.required('transactItems', actions);
  constraints.length('transactItems', actions, [1, mostGets]);
  constraints.oneOf('returnConsumedCapacity', text(raw, 'ReturnConsumedCapacity'), [
    'INDEXES',
    'TOTAL',
    'NONE',
  ]);
  constraints.check();
  refuseUnsupported(raw, { members: ['TransactItems', 'ReturnConsumedCapacity'] });
  const gets = (actions ?? []).map((action) => {
    refuseUnsupported(action, { members: ['Get'] });
    const get = object(action, 'Get');
    if (get === undefined) throw validation('TransactItems can only contain Get');
    return readTransactGet(get);
  });
  return { gets, capacity: capacityDetail(raw) };
}
