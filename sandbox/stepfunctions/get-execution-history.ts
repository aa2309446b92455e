import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { lastEventId, readEvents, withoutData } from './history.ts';
import { executionKeyOf } from './names.ts';
import { pageMembers, pageSize, pageToken, positionIn } from './paging.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export function getExecutionHistory({ ground: { store }, executions }: Room): Operation {
  return statesOperation({
    name: 'GetExecutionHistory',
    kind: 'read',
    input: {
      executionArn: z.string(),
      includeExecutionData: z.boolean().default(true),
      reverseOrder: z.boolean().default(false),
      ...pageMembers,
    },
    resource: ({ executionArn }) => executionArn,
    run: ({ executionArn, includeExecutionData, reverseOrder: isReversed, maxResults, nextToken }) => {
      const { id: execution } = executions.get(executionKeyOf(executionArn));
      const limit = pageSize(maxResults);
      const first = isReversed ? lastEventId(store, execution) : 1;
      const from = nextToken === undefined ? first : positionIn(nextToken);
      const found = readEvents(store, { execution, from, limit: limit + 1, isReversed });
      const next = found[limit];
      const events = includeExecutionData ? found : found.map(withoutData);
      return {
        events: events
          .slice(0, limit)
          .map((event) => ({ ...event, timestamp: new Timestamp(event.timestamp) })),
        nextToken: next === undefined ? undefined : pageToken(next.id),
      };
    },
  });
}
