import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { executionSummary } from './describe-execution.ts';
import { machineOf } from './names.ts';
import { numberIn, pageToken } from './paging.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    stateMachineArn: z.string(),
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT']).optional(),
    redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
    maxResults: z.int().min(0).max(1_000).default(0),
    nextToken: z.string().optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions({ ground, machines, executions }: Room): Operation {
  return operation({
    name: 'ListExecutions',
    kind: 'read',
    parse,
    permissions: ({ stateMachineArn: resource }) => [{ action: 'states:ListExecutions', resource }],
    run: ({ stateMachineArn, statusFilter, redriveFilter, maxResults, nextToken }) => {
      const machine = machines.get(machineOf(stateMachineArn)).revision.name;
      const limit = maxResults === 0 ? 100 : maxResults;
      const found = executions.list({
        machine,
        before: nextToken === undefined ? Number.MAX_SAFE_INTEGER : numberIn(nextToken),
        limit: limit + 1,
        ...(statusFilter === undefined ? {} : { status: statusFilter }),
        ...(redriveFilter === undefined ? {} : { isRedriven: redriveFilter === 'REDRIVEN' }),
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        executions: page.map((execution) => executionSummary(ground, execution)),
        ...(found.length > limit && last !== undefined ? { nextToken: pageToken(last.id) } : {}),
      };
    },
  });
}
