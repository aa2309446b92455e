import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { parseQuery } from './insights/parse-query.ts';
import { runQuery } from './insights/run-query.ts';
import { readEvents } from './log-reader.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(z.strictObject({ queryId: z.string() }), 'InvalidParameterException');

/** GetQueryResults: the query is run over its time span now, so it is always complete. */
export function getQueryResults({ ground, logs, queries }: LogsRoom): Operation {
  return operation({
    name: 'GetQueryResults',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'logs:GetQueryResults', resource: '*' }],
    run: ({ queryId }) => {
      const { groups, from, to, queryString, limit } = queries.get(queryId);
      const events = groups
        .flatMap((name) => logs.findGroup(name) ?? [])
        .flatMap((group) =>
          Array.from(readEvents(ground.store, { group, from, to }), (event) => ({
            ...event,
            group: group.name,
          })),
        );
      const query = parseQuery(queryString);
      const { rows, matched } = runQuery({ ...query, limit: limit ?? query.limit }, events);
      const bytes = events.reduce((sum, event) => sum + event.message.length, 0);
      return {
        status: 'Complete',
        queryLanguage: 'CWLI',
        statistics: { recordsMatched: matched, recordsScanned: events.length, bytesScanned: bytes },
        results: rows.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      };
    },
  });
}
