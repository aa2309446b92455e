import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn } from './log-names.ts';
import { page, pageMembers } from './paging.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    logGroupNamePrefix: z.string().optional(),
    logGroupNamePattern: z.string().optional(),
    ...pageMembers,
  }),
  'InvalidParameterException',
);

/** DescribeLogGroups, by name. */
export function describeLogGroups({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'DescribeLogGroups',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
    run: ({ logGroupNamePrefix: prefix = '', logGroupNamePattern: part = '', ...paging }) => {
      const matching = logs.groups().filter(({ name }) => name.startsWith(prefix) && name.includes(part));
      const { items, nextToken } = page(matching, paging);
      const logGroups = items.map((group) => ({
        logGroupName: group.name,
        creationTime: group.createdAt,
        metricFilterCount: 0,
        arn: `${groupArn(ground.place, group.name)}:*`,
        logGroupArn: groupArn(ground.place, group.name),
        logGroupClass: 'STANDARD',
        ...(group.retentionDays === null ? {} : { retentionInDays: group.retentionDays }),
      }));
      return { logGroups, ...nextToken };
    },
  });
}
