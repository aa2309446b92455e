import { defineOnTable } from './request/define.ts';
import { describe } from './table/describe.ts';

/** DescribeTable; counts are exact at the time of the call. */
export const describeTable = defineOnTable({
  name: 'DescribeTable',
  kind: 'read',
  members: {},
  run: (room, table) => ({ Table: describe(room, table, 'ACTIVE') }),
});
