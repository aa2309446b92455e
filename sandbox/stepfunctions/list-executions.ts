import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { executionSummary } from './describe-execution.ts';
import { machineOf } from './names.ts';
import { pageMembers, pageSize, pageToken, positionIn } from './paging.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions({ ground: { place }, machines, executions }: Room): Operation {
  return statesOperation({
    name: 'ListExecutions',
    kind: 'read',
    input: {
      stateMachineArn: z.string(),
      statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT']).optional(),
      ...pageMembers,
    },
    resource: ({ stateMachineArn }) => stateMachineArn,
    run: ({ stateMachineArn, statusFilter, maxResults, nextToken }) => {
      const limit = pageSize(maxResults);
      const found = executions.list({
        machine: machines.get(machineOf(stateMachineArn)).revision.name,
        before: nextToken === undefined ? Number.MAX_SAFE_INTEGER : positionIn(nextToken),
        limit: limit + 1,
        status: statusFilter,
      });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        executions: page.map((execution) => executionSummary(place, execution)),
        nextToken: last === undefined ? undefined : pageToken(last.id),
      };
    },
  });
}
