import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { onlyTableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { describeTable } from './table/describe.ts';
import { dropTable } from './table/make-table.ts';
import { onTable } from './table/table.ts';

/** DeleteTable: the table is gone when this is answered. */
export function deleteTable(room: Room): Operation {
  return operation({
    name: 'DeleteTable',
    kind: 'write',
    parse: onlyTableNameOf,
    permissions: (name, place) => [onTable(place, 'DeleteTable', name)],
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
