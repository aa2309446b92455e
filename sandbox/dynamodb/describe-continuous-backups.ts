import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { AwsError } from '../kernel/errors.ts';
import { onlyTableNameOf } from './request/table-name.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';

/** DescribeContinuousBackups: the sandbox keeps none, and says so. */
export function describeContinuousBackups(room: Room): Operation {
  return operation({
    name: 'DescribeContinuousBackups',
    kind: 'read',
    parse: onlyTableNameOf,
    permissions: (name, place) => [onTable(place, 'DescribeContinuousBackups', name)],
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
