import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { checkRole, loggingOf, machineMembers } from './machine-input.ts';
import { isSame } from './machines.ts';
import { checkName, machineArn } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    name: z.string(),
    ...machineMembers,
    type: z.literal('STANDARD', 'only STANDARD is supported by the sandbox').optional(),
    publish: z.literal(false, 'versions are not supported by the sandbox').optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function createStateMachine({ ground: { place }, machines }: Room): Operation {
  return operation({
    name: 'CreateStateMachine',
    kind: 'write',
    parse,
    permissions: ({ name }) => [{ action: 'states:CreateStateMachine', resource: machineArn(place, name) }],
    run: ({ name, definition, roleArn, loggingConfiguration, tracingConfiguration }) => {
      checkName(name);
      const spec = {
        name,
        definition,
        roleArn: checkRole(roleArn),
        logging: loggingOf(loggingConfiguration),
        isTraced: tracingConfiguration?.enabled ?? false,
      };
      const known = machines.find(name);
      const stateMachineArn = machineArn(place, name);
      if (known?.status === 'DELETING') {
        throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${stateMachineArn}'`);
      }
      // Creating the same again is no error; the role does not count.
      const isOther =
        known !== undefined && !isSame(known.revision, { ...spec, roleArn: known.revision.roleArn });
      if (isOther)
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`);
      const { createdAt } = known ?? machines.save(spec);
      return { stateMachineArn, creationDate: new Timestamp(createdAt) };
    },
  });
}
