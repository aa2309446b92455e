import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { onlyTableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';

/** DescribeTimeToLive. */
export function describeTimeToLive(room: Room): Operation {
  return operation({
    name: 'DescribeTimeToLive',
    kind: 'read',
    parse: onlyTableNameOf,
    permissions: (name, place) => [onTable(place, 'DescribeTimeToLive', name)],
    run: (name) => {
      const { ttlAttribute } = requireManagedTable(room, name);
      return {
        TimeToLiveDescription:
          ttlAttribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
      };
    },
  });
}
