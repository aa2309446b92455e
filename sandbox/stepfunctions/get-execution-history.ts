import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { lastEventId, readEvents } from './history.ts';
import { withoutData } from './logging.ts';
import { executionKeyOf } from './names.ts';
import { numberIn, pageToken } from './paging.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    executionArn: z.string(),
    includeExecutionData: z.boolean().default(true),
    reverseOrder: z.boolean().default(false),
    maxResults: z.int().min(0).max(1_000).default(0),
    nextToken: z.string().optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export function getExecutionHistory({ ground: { store }, executions }: Room): Operation {
  return operation({
    name: 'GetExecutionHistory',
    kind: 'read',
    parse,
    permissions: ({ executionArn: resource }) => [{ action: 'states:GetExecutionHistory', resource }],
    run: ({ executionArn, includeExecutionData, reverseOrder: isReversed, maxResults, nextToken }) => {
      const { id: execution } = executions.get(executionKeyOf(executionArn));
      const limit = maxResults === 0 ? 100 : maxResults;
      const first = isReversed ? lastEventId(store, execution) : 1;
      const from = nextToken === undefined ? first : numberIn(nextToken);
      const found = readEvents(store, { execution, from, limit: limit + 1, isReversed });
      const next = found[limit];
      return {
        events: found
          .slice(0, limit)
          .map((event) => (includeExecutionData ? event : withoutData(event)))
          .map((event) => ({ ...event, timestamp: new Timestamp(event.timestamp) })),
        ...(next === undefined ? {} : { nextToken: pageToken(next.id) }),
      };
    },
  });
}
