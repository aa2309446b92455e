import { define } from './request/define.ts';
import { namePattern } from './request/members.ts';
import { between, inputOf, integer, length, text } from './request/shape.ts';

const largestPage = 100;

const parse = inputOf({
  ExclusiveStartTableName: text(length(3, 255), namePattern),
  Limit: integer(between(1, largestPage)),
});

/** ListTables: names in order, a page at a time. */
export const listTables = define({
  name: 'ListTables',
  kind: 'read',
  parse,
  permissions: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  run: (room, { ExclusiveStartTableName = '', Limit = largestPage }) => {
    const names = room.tables.names(ExclusiveStartTableName, Limit + 1);
    const page = names.slice(0, Limit);
    return { TableNames: page, LastEvaluatedTableName: names.length > Limit ? page.at(-1) : undefined };
  },
});
