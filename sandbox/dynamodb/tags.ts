import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';
import { invalidParameter } from './errors.ts';
import { define } from './request/define.ts';
import { nameOf, tags } from './request/members.ts';
import { inputWith, list, required, text } from './request/shape.ts';
import type { InputOf, Members } from './request/shape.ts';
import { requireTable } from './room.ts';
import type { Room } from './room.ts';
import type { Table } from './table/table.ts';

/** TagResource: adds tags to a table or gives them other values. */
export const tagResource = onTags('TagResource', { Tags: tags }, (room, table, { Tags }) => {
  room.tables.save({ ...table, tags: { ...table.tags, ...Tags } });
});

/** UntagResource: takes tags off a table; unknown keys are no error. */
export const untagResource = onTags('UntagResource', { TagKeys: list(text()) }, (room, table, input) => {
  const kept = Object.entries(table.tags).filter(([key]) => input.TagKeys?.includes(key) !== true);
  room.tables.save({ ...table, tags: Object.fromEntries(kept) });
});

/** ListTagsOfResource: all tags of a table on one page. */
export const listTagsOfResource = onTags('ListTagsOfResource', { NextToken: text() }, (_room, table) => {
  return { Tags: Object.entries(table.tags).map(([Key, Value]) => ({ Key, Value })) };
});

function onTags<Shape extends Members>(
  name: string,
  members: Shape,
  run: (room: Room, table: Table, input: InputOf<Shape>) => unknown,
) {
  const readArn = inputWith({ ResourceArn: required(text()) }, members);
  return define({
    name,
    kind: name.startsWith('List') ? 'read' : 'write',
    parse: (raw) => {
      const input = readArn(raw);
      if (parseArn(input.ResourceArn)?.resource.startsWith('table/') === true) return input;
      throw invalidParameter(`Invalid ResourceArn provided as input ${input.ResourceArn}`);
    },
    permissions: ({ ResourceArn }) => [{ action: `dynamodb:${name}`, resource: ResourceArn }],
    run: (room, input) => run(room, taggedTable(room, input.ResourceArn), input),
  });
}

/** The table behind an ARN. Tables of other accounts are out of reach, as on AWS. */
function taggedTable(room: Room, arn: string): Table {
  if (parseArn(arn)?.accountId !== room.ground.place.accountId) {
    throw new AwsError('AccessDeniedException', `The resource ${arn} belongs to another account`);
  }
  return requireTable(room, nameOf(arn), `: ResourcArn: ${arn} not found`);
}
