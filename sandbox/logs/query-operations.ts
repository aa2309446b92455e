import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseQuery } from './insights/parse-query.ts';
import { runQuery } from './insights/run-query.ts';
import { groupArn, groupNameIn } from './log-names.ts';
import { readEvents } from './log-reader.ts';
import type { LogsRoom } from './room.ts';

/** A query that was started, as its row keeps it. Instants are epoch ms. */
interface StartedQuery {
  readonly groups: readonly string[];
  readonly queryString: string;
  readonly from: number;
  readonly to: number;
  readonly limit?: number | undefined;
}

/** Started queries: their results are computed when they are asked for. */
export const queryTable = `
CREATE TABLE IF NOT EXISTS logs_query (id TEXT PRIMARY KEY, spec TEXT NOT NULL, createdAt INTEGER NOT NULL) STRICT;`;

/** A started query is forgotten after a week, as on AWS. */
const keptMs = 7 * 86_400_000;
const badInput = 'InvalidParameterException';

const parseDescribe = inputOf(
  z.strictObject({ queryDefinitionNamePrefix: z.string().default('') }),
  badInput,
);

/** DescribeQueryDefinitions: all on one page. */
export function describeQueryDefinitions({ definitions }: LogsRoom): Operation {
  return operation({
    name: 'DescribeQueryDefinitions',
    kind: 'read',
    parse: parseDescribe,
    permissions: () => [{ action: 'logs:DescribeQueryDefinitions', resource: '*' }],
    run: ({ queryDefinitionNamePrefix: prefix }) => ({
      queryDefinitions: [...definitions]
        .filter(([, { name }]) => name.startsWith(prefix))
        .map(([queryDefinitionId, { name, queryString, groups: logGroupNames }]) => {
          return { queryDefinitionId, name, queryString, logGroupNames };
        }),
    }),
  });
}

const parseStart = inputOf(
  z.strictObject({
    logGroupName: z.string().optional(),
    logGroupNames: z.array(z.string()).max(50).default([]),
    logGroupIdentifiers: z.array(z.string()).max(50).default([]),
    startTime: z.number().int().min(0),
    endTime: z.number().int().min(0),
    queryString: z.string().max(10_000),
    limit: z.number().int().min(1).max(10_000).optional(),
  }),
  badInput,
);

/** StartQuery: a subset of Logs Insights; what it lacks is refused by name. Times are epoch seconds. */
export function startQuery({ ground: { store, random, clock }, logs }: LogsRoom): Operation {
  return operation({
    name: 'StartQuery',
    kind: 'write',
    parse: parseStart,
    permissions: (input, place) =>
      groupsOf(input).map((name) => ({ action: 'logs:StartQuery', resource: `${groupArn(place, name)}:*` })),
    run: (input) => {
      const groups = groupsOf(input).map((name) => logs.group(name).name);
      if (groups.length === 0) throw new AwsError(badInput, 'At least one log group is required.');
      const { queryString, limit, startTime, endTime } = input;
      parseQuery(queryString);
      const queryId = random.uuid();
      const from = startTime * 1_000;
      const query: StartedQuery = { groups, queryString, limit, from, to: endTime * 1_000 + 999 };
      store.run('DELETE FROM logs_query WHERE createdAt < ?', clock.now() - keptMs);
      store.run('INSERT INTO logs_query VALUES (?, ?, ?)', queryId, JSON.stringify(query), clock.now());
      return { queryId };
    },
  });
}

function groupsOf({
  logGroupName,
  logGroupNames,
  logGroupIdentifiers,
}: ReturnType<typeof parseStart>): readonly string[] {
  const one = logGroupName === undefined ? [] : [logGroupName];
  return [...one, ...logGroupNames, ...logGroupIdentifiers].map(groupNameIn);
}

const parseGet = inputOf(z.strictObject({ queryId: z.string() }), badInput);

/** GetQueryResults: the query is run over its time span now, so it is always complete. */
export function getQueryResults({ ground: { store }, logs }: LogsRoom): Operation {
  return operation({
    name: 'GetQueryResults',
    kind: 'read',
    parse: parseGet,
    permissions: () => [{ action: 'logs:GetQueryResults', resource: '*' }],
    run: ({ queryId }) => {
      const row = store.get<{ spec: string }>('SELECT spec FROM logs_query WHERE id = ?', queryId);
      if (row === undefined) throw new AwsError('ResourceNotFoundException', 'The query does not exist.');
      // Written by StartQuery alone.
      const { groups, from, to, queryString, limit } = JSON.parse(row.spec) as StartedQuery;
      const events = groups
        .flatMap((name) => logs.findGroup(name) ?? [])
        .flatMap((group) =>
          Array.from(readEvents(store, { group, from, to }), (event) => ({ ...event, group: group.name })),
        );
      const query = parseQuery(queryString);
      const { rows, matched } = runQuery({ ...query, limit: limit ?? query.limit }, events);
      const bytes = events.reduce((sum, event) => sum + event.message.length, 0);
      return {
        status: 'Complete',
        queryLanguage: 'CWLI',
        statistics: { recordsMatched: matched, recordsScanned: events.length, bytesScanned: bytes },
        results: rows,
      };
    },
  });
}
