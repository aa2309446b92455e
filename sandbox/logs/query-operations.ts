import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Members } from '../kernel/room-operation.ts';
import { parseQuery } from './insights/parse-query.ts';
import { runQuery } from './insights/run-query.ts';
import { groupArn, groupNameIn } from './log-names.ts';
import { readEvents } from './log-reader.ts';
import { badInput, logsOperation } from './room.ts';

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

/** All on one page. */
export const describeQueryDefinitions = logsOperation({
  name: 'DescribeQueryDefinitions',
  kind: 'read',
  members: { queryDefinitionNamePrefix: z.string().default('') },
  run: ({ definitions }, { queryDefinitionNamePrefix: prefix }) => ({
    queryDefinitions: [...definitions]
      .filter(([, { name }]) => name.startsWith(prefix))
      .map(([queryDefinitionId, { name, queryString, groups: logGroupNames }]) => {
        return { queryDefinitionId, name, queryString, logGroupNames };
      }),
  }),
});

const queried = {
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).max(50).default([]),
  logGroupIdentifiers: z.array(z.string()).max(50).default([]),
};

/** A subset of Logs Insights; what it lacks is refused by name. Times are epoch seconds. */
export const startQuery = logsOperation({
  name: 'StartQuery',
  kind: 'write',
  members: {
    ...queried,
    startTime: z.number().int().min(0),
    endTime: z.number().int().min(0),
    queryString: z.string().max(10_000),
    limit: z.number().int().min(1).max(10_000).optional(),
  },
  resources: (input, place) => groupsOf(input).map((name) => `${groupArn(place, name)}:*`),
  run: ({ ground: { store, random, clock }, logs }, input) => {
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

function groupsOf({
  logGroupName,
  logGroupNames,
  logGroupIdentifiers,
}: Members<typeof queried>): readonly string[] {
  const one = logGroupName === undefined ? [] : [logGroupName];
  return [...one, ...logGroupNames, ...logGroupIdentifiers].map(groupNameIn);
}

/** The query is run over its time span now, so it is always complete. */
export const getQueryResults = logsOperation({
  name: 'GetQueryResults',
  kind: 'read',
  members: { queryId: z.string() },
  run: ({ ground: { store }, logs }, { queryId }) => {
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
