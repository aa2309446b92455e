import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { beginExecution } from './begin-execution.ts';
import { executionArn, machineOf } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    stateMachineArn: z.string(),
    name: z.string().optional(),
    input: z.string().default('{}'),
    traceHeader: z.string().max(256).optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export function startExecution(room: Room): Operation {
  return operation({
    name: 'StartExecution',
    kind: 'write',
    parse,
    permissions: ({ stateMachineArn }) => [{ action: 'states:StartExecution', resource: stateMachineArn }],
    run: ({ stateMachineArn, name, input, traceHeader: given }, call) => {
      const execution = beginExecution(room, {
        machine: machineOf(stateMachineArn),
        name,
        input,
        traceHeader: given ?? call.traceHeader,
      });
      return {
        executionArn: executionArn(room.ground.place, execution),
        startDate: new Timestamp(execution.started_at),
      };
    },
  });
}
