import { readExpressions } from './expression/request-expressions.ts';
import { answer, itemText } from './request/answer.ts';
import { define } from './request/define.ts';
import { capacityDetail, projectionMembers, tableName } from './request/members.ts';
import { consumedCapacity } from './request/report.ts';
import { anything, flag, inputOf, required } from './request/shape.ts';
import { requireTable } from './room.ts';
import { keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';
import { readItem } from './values/read-value.ts';
import { readUnits } from './values/size.ts';

const readGet = inputOf(
  {
    TableName: tableName,
    Key: required(anything),
    ReturnConsumedCapacity: capacityDetail,
    ConsistentRead: flag,
    ...projectionMembers,
  },
  ['AttributesToGet'],
);

/** GetItem: one item by its key. Every read sees what is committed, whatever its consistency. */
export const getItem = define({
  name: 'GetItem',
  kind: 'read',
  parse: (raw) => {
    const input = readGet(raw);
    return { ...input, key: readItem(input.Key), ...readExpressions(input) };
  },
  permissions: ({ TableName }, place) => [onTable(place, 'GetItem', TableName)],
  run: (room, { TableName, key, projection, ConsistentRead, ReturnConsumedCapacity }) => {
    const table = requireTable(room, TableName);
    const stored = room.items.find(table, keyOfRequest(table, key));
    const units = readUnits(stored?.size ?? 0, ConsistentRead === true ? 1 : 0.5);
    const consumed = consumedCapacity([{ table, units }], ReturnConsumedCapacity);
    return answer({ Item: stored && itemText(stored, projection), ConsumedCapacity: consumed?.[0] });
  },
});
