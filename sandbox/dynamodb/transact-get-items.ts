import { validation } from './errors.ts';
import { readExpressions } from './expression/request-expressions.ts';
import { attemptAll, refuseRepeated } from './items/transaction.ts';
import { answer, itemText } from './request/answer.ts';
import { define } from './request/define.ts';
import { capacityDetail, projectionMembers, tableName } from './request/members.ts';
import { consumedCapacity } from './request/report.ts';
import { anything, inputOf, length, list, object, required } from './request/shape.ts';
import { requireTable } from './room.ts';
import { keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';
import { readUnits } from './values/size.ts';

/** Read units of a transaction count double. */
const transactionFactor = 2;
const readTransaction = inputOf({
  TransactItems: required(list(required(object('Structure')), length(1, 100))),
  ReturnConsumedCapacity: capacityDetail,
});
const readAction = inputOf({ Get: object('Structure') });
const readGet = inputOf({ TableName: tableName, Key: required(anything), ...projectionMembers });

/** TransactGetItems: up to a hundred items as they are at one moment. */
export const transactGetItems = define({
  name: 'TransactGetItems',
  kind: 'read',
  parse: (raw) => {
    const { TransactItems, ReturnConsumedCapacity } = readTransaction(raw);
    const gets = TransactItems.map((action) => {
      const { Get } = readAction(action);
      if (Get === undefined) throw validation('TransactItems can only contain Get');
      const input = readGet(Get);
      return { tableName: input.TableName, key: readItem(input.Key), ...readExpressions(input) };
    });
    return { gets, ReturnConsumedCapacity };
  },
  permissions: ({ gets }, place) => gets.map((get) => onTable(place, 'GetItem', get.tableName)),
  run: (room, { gets, ReturnConsumedCapacity }) => {
    const placed = attemptAll(gets, (get) => {
      const table = requireTable(room, get.tableName);
      return { table, projection: get.projection, key: keyOfRequest(table, get.key) };
    });
    refuseRepeated(placed);
    const found = placed.map(({ table, key, projection }) => {
      const stored = room.items.find(table, key);
      const units = readUnits(stored?.size ?? 0, transactionFactor);
      return { table, units, item: stored && itemText(stored, projection) };
    });
    return answer({
      Responses: found.map(({ item }) => ({ Item: item })),
      ConsumedCapacity: consumedCapacity(found, ReturnConsumedCapacity),
    });
  },
});
