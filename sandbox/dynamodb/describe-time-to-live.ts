import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { refuseUnsupported } from './request/members.ts';
import { tableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';

/** DescribeTimeToLive. */
export function describeTimeToLive(room: Room): Operation {
  return operation({
    name: 'DescribeTimeToLive',
    kind: 'read',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['TableName'] });
      return tableNameOf(raw);
    },
    permissions: (name, place) => [
      { action: 'dynamodb:DescribeTimeToLive', resource: tableArn(place, name) },
    ],
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
