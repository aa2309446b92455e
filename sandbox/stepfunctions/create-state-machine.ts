import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { checkLogging, loggingSchema, noLogging } from './logging.ts';
import { checkActive, isSame } from './machines.ts';
import { checkName, machineArn } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function createStateMachine({ ground: { place }, machines }: Room): Operation {
  return statesOperation({
    name: 'CreateStateMachine',
    kind: 'write',
    input: {
      name: z.string(),
      definition: z.string().max(1_048_576),
      roleArn: z.string(),
      loggingConfiguration: loggingSchema.default(noLogging),
      tracingConfiguration: z.strictObject({ enabled: z.boolean().default(false) }).optional(),
      type: z.literal('STANDARD', 'only STANDARD is supported by the sandbox').optional(),
      publish: z.literal(false, 'versions are not supported by the sandbox').optional(),
    },
    resource: ({ name }) => machineArn(place, name),
    run: ({ name, definition, roleArn, loggingConfiguration, tracingConfiguration }) => {
      checkName(name);
      checkRole(roleArn);
      const logging = checkLogging(loggingConfiguration);
      const isTraced = tracingConfiguration?.enabled ?? false;
      const spec = { name, definition, roleArn, logging, isTraced };
      const known = machines.find(name);
      const stateMachineArn = machineArn(place, name);
      if (known !== undefined) checkActive(known, stateMachineArn);
      // Creating the same again is no error; the role does not count.
      if (known !== undefined && !isSame(known.revision, { ...spec, roleArn: known.revision.roleArn }))
        throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`);
      const { createdAt } = known ?? machines.save(spec);
      return { stateMachineArn, creationDate: new Timestamp(createdAt) };
    },
  });
}

function checkRole(roleArn: string): void {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) return;
  throw new AwsError('InvalidArn', `Invalid Role Arn: '${roleArn}'`);
}
