import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { machineOf } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(z.strictObject({ stateMachineArn: z.string() }));

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export function deleteStateMachine({ machines }: Room): Operation {
  return operation({
    name: 'DeleteStateMachine',
    kind: 'write',
    parse,
    permissions: ({ stateMachineArn: resource }) => [{ action: 'states:DeleteStateMachine', resource }],
    run: ({ stateMachineArn }) => {
      machines.remove(machineOf(stateMachineArn));
      return {};
    },
  });
}
