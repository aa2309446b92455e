import { validation } from './errors.ts';
import { planTransaction } from './items/transaction.ts';
import { define } from './request/define.ts';
import { reportMembers } from './request/members.ts';
import { consumedByWrite, consumedCapacity, metricsByTable } from './request/report.ts';
import { inputOf, length, list, object, required, text } from './request/shape.ts';
import { writeReader } from './request/write-request.ts';
import { onTable } from './table/table.ts';

const readTransaction = inputOf({
  TransactItems: required(list(required(object('Structure')), length(1, 100))),
  ClientRequestToken: text(length(1, 36)),
  ...reportMembers,
});
const kinds = ['ConditionCheck', 'Put', 'Update', 'Delete'] as const;
const readAction = inputOf({
  ConditionCheck: object('Structure'),
  Put: object('Structure'),
  Update: object('Structure'),
  Delete: object('Structure'),
});
const readers = {
  ConditionCheck: writeReader('ConditionCheck', { ConditionExpression: required(text()) }),
  Put: writeReader('Put', {}),
  Update: writeReader('Update', { UpdateExpression: required(text()) }),
  Delete: writeReader('Delete', {}),
};

/** TransactWriteItems: up to a hundred writes, all or none; a client token makes it idempotent for ten minutes. */
export const transactWriteItems = define({
  name: 'TransactWriteItems',
  kind: 'write',
  parse: (raw) => {
    const input = readTransaction(raw);
    return { input, writes: input.TransactItems.map(readWrite) };
  },
  permissions: ({ writes }, place) =>
    writes.map(({ kind, tableName }) => onTable(place, `${kind}Item`, tableName)),
  run: (room, { input, writes }) => {
    const { ClientRequestToken: token, TransactItems } = input;
    if (token !== undefined && room.tokens.isRepeated(token, TransactItems)) return {};
    const plan = planTransaction(room, writes);
    const consumed = plan.flatMap((change) => consumedByWrite(change.table, room.items.change(change), 2));
    return {
      ConsumedCapacity: consumedCapacity(consumed, input.ReturnConsumedCapacity),
      ItemCollectionMetrics: metricsByTable(room, plan, input.ReturnItemCollectionMetrics),
    };
  },
});

function readWrite(raw: Readonly<Record<string, unknown>>) {
  const action = readAction(raw);
  const [kind, another] = kinds.filter((name) => action[name] !== undefined);
  if (kind === undefined || another !== undefined) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  return readers[kind](action[kind] ?? {}).write;
}
