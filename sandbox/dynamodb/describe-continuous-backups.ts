import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { AwsError } from '../kernel/errors.ts';
import { refuseUnsupported } from './request/members.ts';
import { tableNameOf } from './request/table-name.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';

/** DescribeContinuousBackups: the sandbox keeps none, and says so. */
export function describeContinuousBackups(room: Room): Operation {
  return operation({
    name: 'DescribeContinuousBackups',
    kind: 'read',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['TableName'] });
      return tableNameOf(raw);
    },
    permissions: (name, place) => [
      { action: 'dynamodb:DescribeContinuousBackups', resource: tableArn(place, name) },
    ],
    run: (name) => {
      if (room.tables.find(name) === undefined) {
        throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
      }
      return {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'DISABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      };
    },
  });
}
