import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { beginExecution } from './begin-execution.ts';
import { executionArn, machineOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function startExecution(room: Room): Operation {
  return statesOperation({
    name: 'StartExecution',
    kind: 'write',
    input: {
      stateMachineArn: z.string(),
      name: z.string().optional(),
      input: z.string().default('{}'),
      traceHeader: z.string().max(256).optional(),
    },
    resource: ({ stateMachineArn }) => stateMachineArn,
    run: ({ stateMachineArn, name, input, traceHeader }, call) => {
      const machine = machineOf(stateMachineArn);
      const wish = { machine, name, input, traceHeader: traceHeader ?? call.traceHeader };
      const execution = beginExecution(room, wish);
      return {
        executionArn: executionArn(room.ground.place, execution),
        startDate: new Timestamp(execution.started_at),
      };
    },
  });
}
