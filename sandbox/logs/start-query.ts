import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseQuery } from './insights/parse-query.ts';
import { groupArn, groupNameIn } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    logGroupName: z.string().optional(),
    logGroupNames: z.array(z.string()).max(50).default([]),
    logGroupIdentifiers: z.array(z.string()).max(50).default([]),
    startTime: z.number().int().min(0),
    endTime: z.number().int().min(0),
    queryString: z.string().max(10_000),
    limit: z.number().int().min(1).max(10_000).optional(),
  }),
  'InvalidParameterException',
);

type Input = ReturnType<typeof parse>;

/** StartQuery: a subset of Logs Insights; what it lacks is refused by name. Times are epoch seconds. */
export function startQuery({ ground, logs, queries }: LogsRoom): Operation {
  return operation({
    name: 'StartQuery',
    kind: 'write',
    parse,
    permissions: (input, place) =>
      groupsOf(input).map((name) => ({ action: 'logs:StartQuery', resource: `${groupArn(place, name)}:*` })),
    run: (input) => {
      const groups = groupsOf(input).map((name) => logs.group(name).name);
      if (groups.length === 0) {
        throw new AwsError('InvalidParameterException', 'At least one log group is required.');
      }
      const { queryString, limit, startTime, endTime } = input;
      parseQuery(queryString);
      const queryId = ground.random.uuid();
      const query = { groups, queryString, limit, from: startTime * 1_000, to: endTime * 1_000 + 999 };
      queries.put(queryId, query, ground.clock.now());
      return { queryId };
    },
  });
}

function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: Input): readonly string[] {
  const one = logGroupName === undefined ? [] : [logGroupName];
  return [...one, ...logGroupNames, ...logGroupIdentifiers].map(groupNameIn);
}
