import { JsonText } from '../../kernel/json-text.ts';
import { operation } from '../../kernel/operation.ts';
import type { Operation } from '../../kernel/operation.ts';
import { validation } from '../errors.ts';
import { planWrite } from '../items/plan-write.ts';
import { requireTable } from '../room.ts';
import type { Room } from '../room.ts';
import { onTable } from '../table/table.ts';
import { text } from './members.ts';
import type { RawInput } from './members.ts';
import { returnedAttributes, returnValues } from './return-values.ts';
import { checkReport, reported, reportMembers, reportOf, writeAnswer } from './write-answer.ts';
import { readWrite } from './write-request.ts';

/** An operation that writes one item: PutItem, UpdateItem and DeleteItem differ in what they do to it alone. */
export function writeOperation(room: Room, kind: 'Put' | 'Update' | 'Delete'): Operation {
  return operation({
    name: `${kind}Item`,
    kind: 'write',
    parse: (raw) => readInput(raw, kind),
    permissions: ({ write }, place) => [onTable(place, `${kind}Item`, write.tableName)],
    run: ({ write, report, returned }) => {
      const table = requireTable(room, write.tableName);
      const changed = room.items.change(planWrite(room, table, write));
      const members = reported(room, table, { changed, subject: write.subject, report });
      return new JsonText(writeAnswer(members, returnedAttributes(returned, changed, write.update)));
    },
  });
}

function readInput(raw: RawInput, kind: 'Put' | 'Update' | 'Delete') {
  const write = readWrite(raw, {
    kind,
    more: ['ReturnValues', ...reportMembers],
    check: (constraints) => {
      checkReport(raw, constraints);
      constraints.oneOf('returnValues', text(raw, 'ReturnValues'), returnValues);
    },
  });
  const returned = text(raw, 'ReturnValues') ?? 'NONE';
  if (kind !== 'Update' && returned !== 'NONE' && returned !== 'ALL_OLD') {
    throw validation('ReturnValues can only be ALL_OLD or NONE');
  }
  return { write, report: reportOf(raw), returned };
}
