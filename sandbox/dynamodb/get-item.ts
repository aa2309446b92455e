import { JsonText } from '../kernel/json-text.ts';
import { readExpressions } from './expression/request-expressions.ts';
import { memberText, textOf } from './items/read-page.ts';
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
    const [consumed] = consumedCapacity([{ table, units }], ReturnConsumedCapacity) ?? [];
    const item = stored === undefined ? '' : `,"Item":${textOf(stored, projection)}`;
    // Each member comes with its comma; the first one's is cut off.
    return new JsonText(`{${(item + memberText('ConsumedCapacity', consumed)).slice(1)}}`);
  },
});
