import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { machineOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export function deleteStateMachine({ machines }: Room): Operation {
  return statesOperation({
    name: 'DeleteStateMachine',
    kind: 'write',
    input: { stateMachineArn: z.string() },
    resource: ({ stateMachineArn }) => stateMachineArn,
    run: ({ stateMachineArn }) => {
      machines.remove(machineOf(stateMachineArn));
      return {};
    },
  });
}
