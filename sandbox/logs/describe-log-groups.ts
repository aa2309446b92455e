import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    logGroupNamePrefix: z.string().default(''),
    logGroupNamePattern: z.string().default(''),
  }),
  'InvalidParameterException',
);

/** DescribeLogGroups, by name, all on one page. */
export function describeLogGroups({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'DescribeLogGroups',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
    run: ({ logGroupNamePrefix: prefix, logGroupNamePattern: part }) => {
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
}
