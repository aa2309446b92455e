import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { machineArn } from './names.ts';
import { pageMembers, pageOf, positionIn } from './paging.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines({ ground: { place }, machines }: Room): Operation {
  return statesOperation({
    name: 'ListStateMachines',
    kind: 'read',
    input: pageMembers,
    run: ({ maxResults, nextToken }) => {
      const found = machines.list(nextToken === undefined ? '' : positionIn(nextToken), maxResults + 1);
      const { page, nextToken: next } = pageOf(found, maxResults, ({ revision }) => revision.name);
      const stateMachines = page.map(({ revision: { name }, createdAt }) => ({
        stateMachineArn: machineArn(place, name),
        name,
        type: 'STANDARD',
        creationDate: new Timestamp(createdAt),
      }));
      return { stateMachines, nextToken: next };
    },
  });
}
