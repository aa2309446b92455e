import { AwsError } from '../kernel/errors.ts';
import { validation } from './errors.ts';
import { define } from './request/define.ts';
import { tableNameOf, tags } from './request/members.ts';
import { inputOf, isGiven } from './request/shape.ts';
import { describe } from './table/describe.ts';
import { makeTable } from './table/make-table.ts';
import { tableMembers } from './table/table-members.ts';
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
