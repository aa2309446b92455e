import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { machineArn } from './names.ts';
import { pageMembers, pageSize, pageToken, positionIn } from './paging.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines({ ground: { place }, machines }: Room): Operation {
  return statesOperation({
    name: 'ListStateMachines',
    kind: 'read',
    input: pageMembers,
    run: ({ maxResults, nextToken }) => {
      const from = nextToken === undefined ? 0 : positionIn(nextToken);
      const all = machines.list();
      const to = from + pageSize(maxResults);
      const stateMachines = all.slice(from, to).map(({ name, createdAt }) => ({
        stateMachineArn: machineArn(place, name),
        name,
        type: 'STANDARD',
        creationDate: new Timestamp(createdAt),
      }));
      return { stateMachines, nextToken: to < all.length ? pageToken(to) : undefined };
    },
  });
}
