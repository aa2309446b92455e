import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { Execution } from './executions.ts';
import { executionArn, executionKeyOf, machineArn } from './names.ts';
import { redriveRefusal } from './redrive-execution.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    executionArn: z.string(),
    includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA'),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function describeExecution({ ground, executions }: Room): Operation {
  return operation({
    name: 'DescribeExecution',
    kind: 'read',
    parse,
    permissions: ({ executionArn: resource }) => [{ action: 'states:DescribeExecution', resource }],
    run: (input) => {
      const execution = executions.get(executionKeyOf(input.executionArn));
      const refusal = redriveRefusal(execution, ground.clock.now());
      return {
        ...executionSummary(ground, execution),
        ...(input.includedData === 'ALL_DATA' ? executionData(execution) : {}),
        ...(execution.trace_header === null ? {} : { traceHeader: execution.trace_header }),
        redriveStatus: refusal === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
        ...(refusal === undefined ? {} : { redriveStatusReason: refusal }),
      };
    },
  });
}

/** What lists and descriptions of an execution share. */
export function executionSummary(
  { place }: Pick<Ground, 'place'>,
  execution: Execution,
): Readonly<Record<string, unknown>> {
  const { name, machine, status, started_at, stopped_at, redrives, redriven_at } = execution;
  return {
    executionArn: executionArn(place, execution),
    stateMachineArn: machineArn(place, machine),
    name,
    status,
    startDate: new Timestamp(started_at),
    ...(stopped_at === null ? {} : { stopDate: new Timestamp(stopped_at) }),
    redriveCount: redrives,
    ...(redriven_at === null ? {} : { redriveDate: new Timestamp(redriven_at) }),
  };
}

function executionData({ input, output, error, cause }: Execution): Readonly<Record<string, unknown>> {
  return {
    input,
    inputDetails: { included: true },
    ...(output === null ? {} : { output, outputDetails: { included: true } }),
    ...(error === null ? {} : { error }),
    ...(cause === null ? {} : { cause }),
  };
}
