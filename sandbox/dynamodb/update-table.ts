import { validation } from './errors.ts';
import { defineOnTable } from './request/define.ts';
import { changeTable } from './table/change-table.ts';
import { describe } from './table/describe.ts';
import { changeMembers } from './table/table-members.ts';

/** UpdateTable: billing, indexes, stream and protection. Everything is done when it is answered. */
export const updateTable = defineOnTable({
  name: 'UpdateTable',
  kind: 'write',
  members: changeMembers,
  run: (room, table, change) => {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    if (given.every(([name]) => name === 'TableName' || name === 'AttributeDefinitions')) {
      throw validation(
        'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or ' +
          'SSESpecification or ReplicaUpdates is required',
      );
    }
    return { TableDescription: describe(room, changeTable(room, table, change), 'UPDATING') };
  },
});
