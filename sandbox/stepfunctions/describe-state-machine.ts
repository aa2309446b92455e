import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { machineOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function describeStateMachine({ machines }: Room): Operation {
  return statesOperation({
    name: 'DescribeStateMachine',
    kind: 'read',
    input: { stateMachineArn: z.string() },
    resource: ({ stateMachineArn }) => stateMachineArn,
    run: ({ stateMachineArn }) => {
      const { revision, status, createdAt } = machines.get(machineOf(stateMachineArn));
      return {
        stateMachineArn,
        status,
        type: 'STANDARD',
        creationDate: new Timestamp(createdAt),
        name: revision.name,
        definition: revision.definition,
        roleArn: revision.roleArn,
        loggingConfiguration: revision.logging,
        tracingConfiguration: { enabled: revision.isTraced },
        revisionId: revision.revisionId,
      };
    },
  });
}
