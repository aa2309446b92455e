import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { refuseUnsupported } from './request/members.ts';
import { tableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { describeTable } from './table/describe.ts';
import { dropTable } from './table/make-table.ts';
import { tableArn } from './table/table.ts';

/** DeleteTable: the table is gone when this is answered. */
export function deleteTable(room: Room): Operation {
  return operation({
    name: 'DeleteTable',
    kind: 'write',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['TableName'] });
      return tableNameOf(raw);
    },
    permissions: (name, place) => [{ action: 'dynamodb:DeleteTable', resource: tableArn(place, name) }],
    run: (name) => {
      const table = requireManagedTable(room, name);
      if (table.isProtected) {
        throw validation(
          `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
        );
      }
      const description = describeTable(room, table, 'DELETING');
      dropTable(room, table);
      return { TableDescription: description };
    },
  });
}
