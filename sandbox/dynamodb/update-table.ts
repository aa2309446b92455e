import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { Constraints } from './request/constraints.ts';
import { flag, isGiven, object, objects, refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { tableNameOf } from './request/table-name.ts';
import { requireManagedTable } from './room.ts';
import type { Room } from './room.ts';
import { changeTable } from './table/change-table.ts';
import type { IndexUpdate, TableChange } from './table/change-table.ts';
import { describeTable } from './table/describe.ts';
import { readDefinitions, readIndex, readStream, readThroughput } from './table/table-spec.ts';
import { onTable } from './table/table.ts';

/** UpdateTable: billing, indexes, stream and protection. Everything is done when it is answered. */
export function updateTable(room: Room): Operation {
  return operation({
    name: 'UpdateTable',
    kind: 'write',
    parse: (raw) => ({ name: tableNameOf(raw), change: readChange(raw) }),
    permissions: ({ name }, place) => [onTable(place, 'UpdateTable', name)],
    run: ({ name, change }) => {
      const table = changeTable(room, requireManagedTable(room, name), change);
      return { TableDescription: describeTable(room, table, 'UPDATING') };
    },
  });
}

const changes = [
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'StreamSpecification',
  'DeletionProtectionEnabled',
  'TableClass',
];

function readChange(raw: RawInput): TableChange {
  const constraints = new Constraints();
  const billing = text(raw, 'BillingMode');
  constraints.oneOf('billingMode', billing, ['PROVISIONED', 'PAY_PER_REQUEST']);
  const throughput = readThroughput(raw, 'provisionedThroughput', constraints);
  const indexUpdates = (objects(raw, 'GlobalSecondaryIndexUpdates') ?? []).map((update, index) =>
    readIndexUpdate(update, `globalSecondaryIndexUpdates.${String(index + 1)}.member`, constraints),
  );
  const definitions = readDefinitions(raw, constraints);
  constraints.check();
  refuseUnsupported(raw, { members: ['TableName', 'AttributeDefinitions', ...changes] });
  if (!changes.some((name) => isGiven(raw, name))) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or ' +
        'SSESpecification or ReplicaUpdates is required',
    );
  }
  return {
    // By the constraint above.
    billing: billing as TableChange['billing'],
    throughput,
    definitions,
    indexUpdates,
    stream: isGiven(raw, 'StreamSpecification') ? { viewType: readStream(raw) } : undefined,
    isProtected: flag(raw, 'DeletionProtectionEnabled'),
    tableClass: text(raw, 'TableClass'),
  };
}

function readIndexUpdate(raw: RawInput, at: string, constraints: Constraints): IndexUpdate {
  refuseUnsupported(raw, { members: ['Create', 'Update', 'Delete'] });
  const create = object(raw, 'Create');
  if (create !== undefined) return { kind: 'create', index: readIndex(create, `${at}.create`, constraints) };
  const update = object(raw, 'Update');
  const named = update ?? object(raw, 'Delete') ?? {};
  const name = text(named, 'IndexName') ?? '';
  if (update === undefined) return { kind: 'delete', name };
  return { kind: 'update', name, throughput: readThroughput(update, `${at}.update`, constraints) };
}
