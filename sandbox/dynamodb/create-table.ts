import { AwsError } from '../kernel/errors.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { Constraints } from './request/constraints.ts';
import { refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { nameOf, namePattern } from './request/table-name.ts';
import { readTags } from './request/tags.ts';
import type { Room } from './room.ts';
import { checkTableSpec } from './table/check-table-spec.ts';
import { describeTable } from './table/describe.ts';
import { makeTable } from './table/make-table.ts';
import { readTableSpec } from './table/table-spec.ts';
import { onTable } from './table/table.ts';

/** CreateTable. The table can be used as soon as this is answered; every table is served on demand. */
export function createTable(room: Room): Operation {
  return operation({
    name: 'CreateTable',
    kind: 'write',
    parse: readCreate,
    permissions: ({ name }, place) => [onTable(place, 'CreateTable', name)],
    run: (input) => {
      if (room.tables.find(input.name) !== undefined) {
        throw new AwsError('ResourceInUseException', `Table already exists: ${input.name}`);
      }
      return { TableDescription: describeTable(room, makeTable(room, input), 'CREATING') };
    },
  });
}

const members = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'BillingMode',
  'ProvisionedThroughput',
  'StreamSpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'Tags',
];

function readCreate(raw: RawInput) {
  const given = text(raw, 'TableName');
  if (given === undefined) {
    throw validation("The parameter 'TableName' is required but was not present in the request");
  }
  const name = nameOf(given);
  checkName(name);
  const constraints = new Constraints();
  constraints.required('attributeDefinitions', raw['AttributeDefinitions']);
  const spec = readTableSpec(raw, constraints);
  constraints.check();
  refuseUnsupported(raw, { members });
  return { name, spec: checkTableSpec(spec), tags: readTags(raw) };
}

function checkName(name: string): void {
  const constraints = new Constraints();
  constraints.length('tableName', name, [3, 255]);
  constraints.pattern('tableName', name, namePattern);
  constraints.check();
}
