import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { planWrite } from './items/plan-write.ts';
import { text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { returnedAttributes, returnValues } from './request/return-values.ts';
import { checkReport, reported, reportMembers, reportOf, writeAnswer } from './request/write-answer.ts';
import { readWrite } from './request/write-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';

/** UpdateItem: changes parts of an item or makes it, on a condition. */
export function updateItem(room: Room): Operation {
  return operation({
    name: 'UpdateItem',
    kind: 'write',
    parse: readUpdate,
    permissions: ({ write }, place) => [
      { action: 'dynamodb:UpdateItem', resource: tableArn(place, write.tableName) },
    ],
    run: ({ write, report, returned }) => {
      const table = requireTable(room, write.tableName);
      const changed = room.items.change(planWrite(room, table, write));
      const members = reported(room, table, { changed, subject: write.subject, report });
      return new JsonText(writeAnswer(members, returnedAttributes(returned, changed, write.update)));
    },
  });
}

function readUpdate(raw: RawInput) {
  const write = readWrite(raw, {
    kind: 'Update',
    more: ['ReturnValues', ...reportMembers],
    check: (constraints) => {
      checkReport(raw, constraints);
      constraints.oneOf('returnValues', text(raw, 'ReturnValues'), returnValues);
    },
  });
  return { write, report: reportOf(raw), returned: text(raw, 'ReturnValues') ?? 'NONE' };
}
