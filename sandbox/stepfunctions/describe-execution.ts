import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { Execution } from './executions.ts';
import { executionArn, executionKeyOf, machineArn } from './names.ts';
import { redriveRefusal } from './redrive-execution.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function describeExecution({ ground: { place, clock }, executions }: Room): Operation {
  return statesOperation({
    name: 'DescribeExecution',
    kind: 'read',
    input: { executionArn: z.string() },
    resource: (input) => input.executionArn,
    run: (input) => {
      const execution = executions.get(executionKeyOf(input.executionArn));
      const refusal = redriveRefusal(execution, clock.now());
      return {
        ...executionSummary(place, execution),
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
}

/** What lists and descriptions of an execution share. */
export function executionSummary(place: Place, execution: Execution): Readonly<Record<string, unknown>> {
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
