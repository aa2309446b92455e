import * as z from 'zod';
import { Timestamp } from '../kernel/timestamp.ts';
import { redriveRefusal } from './execution-operations.ts';
import type { Execution } from './executions.ts';
import { lastEventId, readEvents, withoutData } from './history.ts';
import { executionArn, executionKeyOf, machineArn, machineOf } from './names.ts';
import { pageMembers, pageSize, pageToken, positionIn } from './paging.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

export const describeExecution = statesOperation({
  name: 'DescribeExecution',
  kind: 'read',
  members: { executionArn: z.string() },
  resource: (input) => input.executionArn,
  run: (room, input) => {
    const execution = room.executions.get(executionKeyOf(input.executionArn));
    const refusal = redriveRefusal(execution, room.ground.clock.now());
    return {
      ...summaryOf(room, execution),
      input: execution.input,
      inputDetails: { included: true },
      output: execution.output ?? undefined,
      outputDetails: execution.output === null ? undefined : { included: true },
      error: execution.error ?? undefined,
      cause: execution.cause ?? undefined,
      traceHeader: execution.trace_header ?? undefined,
      redriveStatus: refusal === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      redriveStatusReason: refusal,
    };
  },
});

export const listExecutions = statesOperation({
  name: 'ListExecutions',
  kind: 'read',
  members: {
    stateMachineArn: z.string(),
    statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT']).optional(),
    ...pageMembers,
  },
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: (room, { stateMachineArn, statusFilter: status, maxResults, nextToken }) => {
    const machine = room.machines.get(machineOf(stateMachineArn)).revision.name;
    const limit = pageSize(maxResults);
    const before = nextToken === undefined ? Number.MAX_SAFE_INTEGER : positionIn(nextToken);
    const found = room.executions.list({ machine, status, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      executions: page.map((execution) => summaryOf(room, execution)),
      nextToken: last === undefined ? undefined : pageToken(last.id),
    };
  },
});

/** What lists and descriptions of an execution share. */
function summaryOf({ ground: { place } }: Room, execution: Execution): Readonly<Record<string, unknown>> {
  const { name, machine, status, started_at, stopped_at, redrives, redriven_at } = execution;
  return {
    executionArn: executionArn(place, execution),
    stateMachineArn: machineArn(place, machine),
    name,
    status,
    startDate: new Timestamp(started_at),
    stopDate: stopped_at === null ? undefined : new Timestamp(stopped_at),
    redriveCount: redrives,
    redriveDate: redriven_at === null ? undefined : new Timestamp(redriven_at),
  };
}

export const getExecutionHistory = statesOperation({
  name: 'GetExecutionHistory',
  kind: 'read',
  members: {
    executionArn: z.string(),
    includeExecutionData: z.boolean().default(true),
    reverseOrder: z.boolean().default(false),
    ...pageMembers,
  },
  resource: (input) => input.executionArn,
  run: ({ ground: { store }, executions }, input) => {
    const { includeExecutionData, reverseOrder: isReversed, maxResults, nextToken } = input;
    const { id } = executions.get(executionKeyOf(input.executionArn));
    const newest = lastEventId(store, id);
    const beginning = isReversed ? newest : 1;
    const from = nextToken === undefined ? beginning : positionIn(nextToken);
    const size = pageSize(maxResults);
    const [first, last] = isReversed ? [Math.max(1, from - size + 1), from] : [from, from + size - 1];
    const next = isReversed ? first - 1 : last + 1;
    const page = readEvents(store, id, [first, last]);
    const events = includeExecutionData ? page : page.map(withoutData);
    return {
      events: (isReversed ? events.toReversed() : events).map((event) => ({
        ...event,
        timestamp: new Timestamp(event.timestamp),
      })),
      nextToken: next >= 1 && next <= newest ? pageToken(next) : undefined,
    };
  },
});
