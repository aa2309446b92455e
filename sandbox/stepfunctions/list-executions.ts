import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { executionSummary } from './describe-execution.ts';
import { machineOf } from './names.ts';
import { numberIn, pageMembers, pageOf } from './paging.ts';
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
      redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
      ...pageMembers,
    },
    resource: ({ stateMachineArn }) => stateMachineArn,
    run: ({ stateMachineArn, statusFilter, redriveFilter, maxResults, nextToken }) => {
      const found = executions.list({
        machine: machines.get(machineOf(stateMachineArn)).revision.name,
        before: nextToken === undefined ? Number.MAX_SAFE_INTEGER : numberIn(nextToken),
        limit: maxResults + 1,
        status: statusFilter,
        isRedriven: redriveFilter === undefined ? undefined : redriveFilter === 'REDRIVEN',
      });
      const { page, nextToken: next } = pageOf(found, maxResults, ({ id }) => id);
      return { executions: page.map((execution) => executionSummary(place, execution)), nextToken: next };
    },
  });
}
