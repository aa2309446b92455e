import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { list, refuseUnsupported } from './request/members.ts';
import { resourceArnOf, taggedTable } from './request/tagged-table.ts';
import type { Room } from './room.ts';

/** UntagResource: takes tags off a table; unknown keys are no error. */
export function untagResource(room: Room): Operation {
  return operation({
    name: 'UntagResource',
    kind: 'write',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['ResourceArn', 'TagKeys'] });
      return { arn: resourceArnOf(raw), keys: new Set((list(raw, 'TagKeys') ?? []).map(String)) };
    },
    permissions: ({ arn }) => [{ action: 'dynamodb:UntagResource', resource: arn }],
    run: ({ arn, keys }) => {
      const table = taggedTable(room, arn);
      const kept = Object.entries(table.tags).filter(([key]) => !keys.has(key));
      room.tables.save({ ...table, tags: Object.fromEntries(kept) });
    },
  });
}
