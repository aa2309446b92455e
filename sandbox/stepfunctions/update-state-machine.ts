import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { checkRole, loggingOf, machineMembers } from './machine-input.ts';
import { machineOf } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    stateMachineArn: z.string(),
    ...machineMembers,
    definition: machineMembers.definition.optional(),
    roleArn: machineMembers.roleArn.optional(),
    publish: z.literal(false, 'versions are not supported by the sandbox').optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export function updateStateMachine({ machines }: Room): Operation {
  return operation({
    name: 'UpdateStateMachine',
    kind: 'write',
    parse,
    permissions: ({ stateMachineArn: resource }) => [{ action: 'states:UpdateStateMachine', resource }],
    run: ({ stateMachineArn, definition, roleArn, loggingConfiguration, tracingConfiguration }) => {
      const { revision, status } = machines.get(machineOf(stateMachineArn));
      if (status === 'DELETING') {
        throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`);
      }
      const changes = [definition, roleArn, loggingConfiguration, tracingConfiguration];
      if (changes.every((change) => change === undefined)) {
        throw new AwsError(
          'MissingRequiredParameter',
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      const updated = machines.save({
        name: revision.name,
        definition: definition ?? revision.definition,
        roleArn: roleArn === undefined ? revision.roleArn : checkRole(roleArn),
        logging: loggingConfiguration === undefined ? revision.logging : loggingOf(loggingConfiguration),
        isTraced: tracingConfiguration?.enabled ?? revision.isTraced,
      });
      const { createdAt, revisionId } = updated.revision;
      return { updateDate: new Timestamp(createdAt), revisionId };
    },
  });
}
