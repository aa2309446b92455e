import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { refuseUnsupported } from './request/members.ts';
import { resourceArnOf, taggedTable } from './request/tagged-table.ts';
import { readTags } from './request/tags.ts';
import type { Room } from './room.ts';

/** TagResource: adds tags to a table or gives them other values. */
export function tagResource(room: Room): Operation {
  return operation({
    name: 'TagResource',
    kind: 'write',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['ResourceArn', 'Tags'] });
      return { arn: resourceArnOf(raw), tags: readTags(raw) };
    },
    permissions: ({ arn }) => [{ action: 'dynamodb:TagResource', resource: arn }],
    run: ({ arn, tags }) => {
      const table = taggedTable(room, arn);
      room.tables.save({ ...table, tags: { ...table.tags, ...tags } });
    },
  });
}
