import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Constraints } from './request/constraints.ts';
import { integer, refuseUnsupported, text } from './request/members.ts';
import { namePattern } from './request/table-name.ts';
import type { Room } from './room.ts';

const largestPage = 100;

/** ListTables: names in order, a page at a time. */
export function listTables(room: Room): Operation {
  return operation({
    name: 'ListTables',
    kind: 'read',
    parse: (raw) => {
      const after = text(raw, 'ExclusiveStartTableName');
      const limit = integer(raw, 'Limit');
      const constraints = new Constraints();
      constraints.length('exclusiveStartTableName', after, [3, 255]);
      constraints.pattern('exclusiveStartTableName', after, namePattern);
      constraints.atLeast('limit', limit, 1);
      constraints.atMost('limit', limit, largestPage);
      constraints.check();
      refuseUnsupported(raw, { members: ['ExclusiveStartTableName', 'Limit'] });
      return { after: after ?? '', limit: limit ?? largestPage };
    },
    permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
    run: ({ after, limit }) => {
      const names = room.tables.names(after, limit + 1);
      const page = names.slice(0, limit);
      return {
        TableNames: page,
        ...(names.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}),
      };
    },
  });
}
