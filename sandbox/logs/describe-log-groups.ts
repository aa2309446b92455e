import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, positionIn } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    logGroupNamePrefix: z.string().default(''),
    logGroupNamePattern: z.string().default(''),
    nextToken: z.string().default('0'),
    limit: z.number().int().min(1).max(50).default(50),
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
    run: ({ logGroupNamePrefix: prefix, logGroupNamePattern: part, nextToken, limit }) => {
      const [start = 0] = positionIn(nextToken);
      const groups = logs.groups().filter(({ name }) => name.startsWith(prefix) && name.includes(part));
      return {
        logGroups: groups.slice(start, start + limit).map((group) => ({
          logGroupName: group.name,
          creationTime: group.createdAt,
          retentionInDays: group.retentionDays ?? undefined,
          metricFilterCount: 0,
          arn: `${groupArn(ground.place, group.name)}:*`,
          logGroupArn: groupArn(ground.place, group.name),
          logGroupClass: 'STANDARD',
        })),
        nextToken: start + limit < groups.length ? String(start + limit) : undefined,
      };
    },
  });
}
