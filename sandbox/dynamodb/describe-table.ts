import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { onlyTableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { describeTable as describe } from './table/describe.ts';
import { onTable } from './table/table.ts';

/** DescribeTable; counts are exact at the time of the call. */
export function describeTable(room: Room): Operation {
  return operation({
    name: 'DescribeTable',
    kind: 'read',
    parse: onlyTableNameOf,
    permissions: (name, place) => [onTable(place, 'DescribeTable', name)],
    run: (name) => ({ Table: describe(room, requireManagedTable(room, name), 'ACTIVE') }),
  });
}
