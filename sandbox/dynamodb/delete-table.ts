import { validation } from './errors.ts';
import { defineOnTable } from './request/define.ts';
import { describe } from './table/describe.ts';
import { dropTable } from './table/make-table.ts';

/** DeleteTable: the table is gone when this is answered. */
export const deleteTable = defineOnTable({
  name: 'DeleteTable',
  kind: 'write',
  members: {},
  run: (room, table) => {
    if (table.isProtected) {
      throw validation(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    const description = describe(room, table, 'DELETING');
    dropTable(room, table);
    return { TableDescription: description };
  },
});
