import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { createRequestTokens } from './items/request-tokens.ts';
import { planTransaction } from './items/transaction.ts';
import { consumedByTable } from './request/capacity.ts';
import { Constraints } from './request/constraints.ts';
import { isGiven, object, objects, refuseUnsupported, text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import {
  checkReport,
  consumedByWrite,
  metricsByTable,
  reportMembers,
  reportOf,
} from './request/write-answer.ts';
import { readWrite } from './request/write-request.ts';
import type { WriteKind, WriteRequest } from './request/write-request.ts';
import type { Room } from './room.ts';
import { onTable } from './table/table.ts';

const kinds: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Update', 'Delete'];

/** TransactWriteItems: up to a hundred writes, all or none; a client token makes it idempotent for ten minutes. */
export function transactWriteItems(room: Room): Operation {
  const tokens = createRequestTokens(room.ground.store, room.ground.clock);
  return operation({
    name: 'TransactWriteItems',
    kind: 'write',
    parse: readTransaction,
    permissions: ({ writes }, place) =>
      writes.map(({ kind, tableName }) => onTable(place, `${kind}Item`, tableName)),
    run: ({ writes, report, token, raw }) => {
      if (token !== undefined && tokens.isRepeated(token, raw)) return {};
      const plan = planTransaction(room, writes);
      const consumed = plan.map((change) => consumedByWrite(change.table, room.items.change(change), 2));
      return {
        ConsumedCapacity: consumedByTable(consumed, report.capacity),
        ItemCollectionMetrics: metricsByTable(room, writes, report),
      };
    },
  });
}

const mostActions = 100;

function readTransaction(raw: RawInput) {
  const actions = objects(raw, 'TransactItems');
  const token = text(raw, 'ClientRequestToken');
  const constraints = new Constraints();
  constraints.required('transactItems', actions);
  constraints.length('transactItems', actions, [1, mostActions]);
  constraints.length('clientRequestToken', token, [1, 36]);
  checkReport(raw, constraints);
  constraints.check();
  refuseUnsupported(raw, { members: ['TransactItems', 'ClientRequestToken', ...reportMembers] });
  return {
    writes: (actions ?? []).map(readAction),
    report: reportOf(raw),
    // An empty token is no token: SDKs of some languages send one.
    token: token === '' ? undefined : token,
    raw: raw['TransactItems'],
  };
}

function readAction(action: RawInput): WriteRequest {
  const given = kinds.filter((kind) => isGiven(action, kind));
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  refuseUnsupported(action, { members: kinds });
  const raw = object(action, kind) ?? {};
  return readWrite(raw, {
    kind,
    more: [],
    check: (constraints) => {
      if (kind === 'ConditionCheck') constraints.required('conditionExpression', raw['ConditionExpression']);
      if (kind === 'Update') constraints.required('updateExpression', raw['UpdateExpression']);
    },
  });
}
