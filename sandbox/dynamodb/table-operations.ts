import { AwsError } from '../kernel/errors.ts';
import { validation } from './errors.ts';
import { define, defineOnTable } from './request/define.ts';
import { namePattern, tableNameOf, tags } from './request/members.ts';
import { between, inputOf, integer, isGiven, length, text } from './request/shape.ts';
import { changeTable } from './table/change-table.ts';
import { describe } from './table/describe.ts';
import { dropTable, makeTable } from './table/make-table.ts';
import { changeMembers, tableMembers } from './table/table-members.ts';
import { tableSpecOf } from './table/table-spec.ts';
import { onTable } from './table/table.ts';

const readCreate = inputOf({ TableName: tableNameOf(3), ...tableMembers, Tags: tags });

/** CreateTable. The table can be used as soon as this is answered; every table is served on demand. */
export const createTable = define({
  name: 'CreateTable',
  kind: 'write',
  parse: (raw) => {
    if (!isGiven(raw['TableName'])) {
      throw validation("The parameter 'TableName' is required but was not present in the request");
    }
    const input = readCreate(raw);
    return { name: input.TableName, spec: tableSpecOf(input), tags: input.Tags };
  },
  permissions: ({ name }, place) => [onTable(place, 'CreateTable', name)],
  run: (room, input) => {
    if (room.tables.find(input.name) !== undefined) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${input.name}`);
    }
    return { TableDescription: describe(room, makeTable(room, input), 'CREATING') };
  },
});

/** DescribeTable; counts are exact at the time of the call. */
export const describeTable = defineOnTable({
  name: 'DescribeTable',
  kind: 'read',
  members: {},
  run: (room, table) => ({ Table: describe(room, table, 'ACTIVE') }),
});

const largestPage = 100;
const readList = inputOf({
  ExclusiveStartTableName: text(length(3, 255), namePattern),
  Limit: integer(between(1, largestPage)),
});

/** ListTables: names in order, a page at a time. */
export const listTables = define({
  name: 'ListTables',
  kind: 'read',
  parse: readList,
  permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  run: (room, { ExclusiveStartTableName = '', Limit = largestPage }) => {
    const names = room.tables.names(ExclusiveStartTableName, Limit + 1);
    const page = names.slice(0, Limit);
    return { TableNames: page, LastEvaluatedTableName: names.length > Limit ? page.at(-1) : undefined };
  },
});

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

/** DeleteTable: the table is gone when this is answered. */
export const deleteTable = defineOnTable({
  name: 'DeleteTable',
  kind: 'write',
  members: {},
  run: (room, table) => {
    const description = describe(room, table, 'DELETING');
    dropTable(room, table);
    return { TableDescription: description };
  },
});
