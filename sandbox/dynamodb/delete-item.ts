import { JsonText } from '../kernel/json-text.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { validation } from './errors.ts';
import { planWrite } from './items/plan-write.ts';
import { text } from './request/members.ts';
import type { RawInput } from './request/members.ts';
import { returnValues } from './request/return-values.ts';
import { checkReport, reported, reportMembers, reportOf, writeAnswer } from './request/write-answer.ts';
import { readWrite } from './request/write-request.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import { tableArn } from './table/table.ts';

/** DeleteItem: removes an item, on a condition; an absent item is no error. */
export function deleteItem(room: Room): Operation {
  return operation({
    name: 'DeleteItem',
    kind: 'write',
    parse: readDelete,
    permissions: ({ write }, place) => [
      { action: 'dynamodb:DeleteItem', resource: tableArn(place, write.tableName) },
    ],
    run: ({ write, report, returnsOld }) => {
      const table = requireTable(room, write.tableName);
      const changed = room.items.change(planWrite(room, table, write));
      const members = reported(room, table, { changed, subject: write.subject, report });
      return new JsonText(writeAnswer(members, returnsOld ? changed.before?.json : undefined));
    },
  });
}

function readDelete(raw: RawInput) {
  const write = readWrite(raw, {
    kind: 'Delete',
    more: ['ReturnValues', ...reportMembers],
    check: (constraints) => {
      checkReport(raw, constraints);
      constraints.oneOf('returnValues', text(raw, 'ReturnValues'), returnValues);
    },
  });
  const returned = text(raw, 'ReturnValues') ?? 'NONE';
  if (returned !== 'NONE' && returned !== 'ALL_OLD') {
    throw validation('ReturnValues can only be ALL_OLD or NONE');
  }
  return { write, report: reportOf(raw), returnsOld: returned === 'ALL_OLD' };
}
