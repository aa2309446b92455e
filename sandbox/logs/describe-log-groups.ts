import * as z from 'zod';
import { groupArn } from './log-names.ts';
import { logsOperation } from './room.ts';

/** By name, all on one page. */
export const describeLogGroups = logsOperation({
  name: 'DescribeLogGroups',
  kind: 'read',
  members: {
    logGroupNamePrefix: z.string().default(''),
    logGroupNamePattern: z.string().default(''),
  },
  run: ({ ground, logs }, { logGroupNamePrefix: prefix, logGroupNamePattern: part }) => {
    const groups = logs.groups().filter(({ name }) => name.startsWith(prefix) && name.includes(part));
    return {
      logGroups: groups.map(({ name, createdAt, retentionDays }) => ({
        logGroupName: name,
        creationTime: createdAt,
        retentionInDays: retentionDays ?? undefined,
        metricFilterCount: 0,
        arn: `${groupArn(ground.place, name)}:*`,
        logGroupArn: groupArn(ground.place, name),
        logGroupClass: 'STANDARD',
      })),
    };
  },
});
