import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { memberText, textOf } from './items/page.ts';
import { consumedByRead, consumedCapacity, readUnits } from './request/capacity.ts';
import { readGet } from './request/get-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { keyOfRequest } from './table/item-key.ts';
import { onTable } from './table/table.ts';

/** GetItem: one item by its key. Every read sees what is committed, whatever its consistency. */
export function getItem(room: Room): Operation {
  return operation({
    name: 'GetItem',
    kind: 'read',
    parse: readGet,
    permissions: ({ tableName }, place) => [onTable(place, 'GetItem', tableName)],
    run: ({ tableName, key, projection, isConsistent, capacity }) => {
      const table = requireTable(room, tableName);
      const stored = room.items.find(table, keyOfRequest(table, key));
      const units = readUnits(stored?.size ?? 0, isConsistent ? 1 : 0.5);
      const consumed = consumedCapacity(consumedByRead(table, undefined, units), capacity);
      const item = stored === undefined ? '' : `,"Item":${textOf(stored, projection)}`;
      // Each member comes with its comma; the first one's is cut off.
      return new JsonText(`{${(item + memberText('ConsumedCapacity', consumed)).slice(1)}}`);
    },
  });
}
