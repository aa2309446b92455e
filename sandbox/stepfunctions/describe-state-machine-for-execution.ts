import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { revisionAnswer } from './describe-state-machine.ts';
import { executionKeyOf, machineArn } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(z.strictObject({ executionArn: z.string() }));

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export function describeStateMachineForExecution({
  ground: { place },
  machines,
  executions,
}: Room): Operation {
  return operation({
    name: 'DescribeStateMachineForExecution',
    kind: 'read',
    parse,
    permissions: ({ executionArn: resource }) => [
      { action: 'states:DescribeStateMachineForExecution', resource },
    ],
    run: ({ executionArn }) => {
      const execution = executions.get(executionKeyOf(executionArn));
      const revision = machines.revision(execution.revision);
      return {
        stateMachineArn: machineArn(place, revision.name),
        updateDate: new Timestamp(revision.createdAt),
        ...revisionAnswer(revision),
      };
    },
  });
}
