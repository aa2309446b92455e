import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { refuseUnsupported } from './request/members.ts';
import { resourceArnOf, taggedTable } from './request/tagged-table.ts';
import type { Room } from './room.ts';

/** ListTagsOfResource: all tags of a table on one page. */
export function listTagsOfResource(room: Room): Operation {
  return operation({
    name: 'ListTagsOfResource',
    kind: 'read',
    parse: (raw) => {
      refuseUnsupported(raw, { members: ['ResourceArn', 'NextToken'] });
      return resourceArnOf(raw);
    },
    permissions: (arn) => [{ action: 'dynamodb:ListTagsOfResource', resource: arn }],
    run: (arn) => ({
      Tags: Object.entries(taggedTable(room, arn).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  });
}
