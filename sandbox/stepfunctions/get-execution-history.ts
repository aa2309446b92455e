import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { lastEventId, readEvents, withoutData } from './history.ts';
import { executionKeyOf } from './names.ts';
import { numberIn, pageMembers, pageOf } from './paging.ts';
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
    run: ({ executionArn, includeExecutionData, reverseOrder: isReversed, maxResults: limit, nextToken }) => {
      const { id: execution } = executions.get(executionKeyOf(executionArn));
      const first = isReversed ? lastEventId(store, execution) : 1;
      const from = nextToken === undefined ? first : numberIn(nextToken);
      const found = readEvents(store, { execution, from, limit: limit + 1, isReversed });
      const { page, nextToken: next } = pageOf(found, limit, ({ id }) => (isReversed ? id - 1 : id + 1));
      const events = includeExecutionData ? page : page.map(withoutData);
      return {
        events: events.map((event) => ({ ...event, timestamp: new Timestamp(event.timestamp) })),
        nextToken: next,
      };
    },
  });
}
