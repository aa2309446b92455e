import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { loggingAnswer } from './machine-input.ts';
import type { Revision } from './machines.ts';
import { machineOf } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    stateMachineArn: z.string(),
    includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA'),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function describeStateMachine({ machines }: Room): Operation {
  return operation({
    name: 'DescribeStateMachine',
    kind: 'read',
    parse,
    permissions: ({ stateMachineArn: resource }) => [{ action: 'states:DescribeStateMachine', resource }],
    run: ({ stateMachineArn, includedData }) => {
      const { revision, status, createdAt } = machines.get(machineOf(stateMachineArn));
      const { definition, ...others } = revisionAnswer(revision);
      return {
        stateMachineArn,
        status,
        type: 'STANDARD',
        creationDate: new Timestamp(createdAt),
        ...others,
        ...(includedData === 'ALL_DATA' ? { definition } : {}),
      };
    },
  });
}

/** What descriptions of a machine and of an execution's machine share. */
export function revisionAnswer(revision: Revision): Readonly<Record<string, unknown>> {
  const { name, definition, roleArn, logging, isTraced, revisionId } = revision;
  return {
    name,
    definition,
    roleArn,
    loggingConfiguration: loggingAnswer(logging),
    tracingConfiguration: { enabled: isTraced },
    revisionId,
  };
}
