import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { machineArn } from './names.ts';
import { pageToken, positionIn } from './paging.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({ maxResults: z.int().min(0).max(1_000).default(0), nextToken: z.string().optional() }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines({ ground: { place }, machines }: Room): Operation {
  return operation({
    name: 'ListStateMachines',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'states:ListStateMachines', resource: '*' }],
    run: ({ maxResults, nextToken }) => {
      const limit = maxResults === 0 ? 100 : maxResults;
      const found = machines.list(nextToken === undefined ? '' : positionIn(nextToken), limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        stateMachines: page.map(({ revision: { name }, createdAt }) => ({
          stateMachineArn: machineArn(place, name),
          name,
          type: 'STANDARD',
          creationDate: new Timestamp(createdAt),
        })),
        ...(found.length > limit && last !== undefined ? { nextToken: pageToken(last.revision.name) } : {}),
      };
    },
  });
}
