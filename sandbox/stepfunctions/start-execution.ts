import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { isTooLarge, largestPayload } from './engine/document.ts';
import { retentionMs } from './executions.ts';
import type { Execution } from './executions.ts';
import { checkActive } from './machines.ts';
import { checkName, executionArn, machineArn, machineOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

export const startExecution = statesOperation({
  name: 'StartExecution',
  kind: 'write',
  members: {
    stateMachineArn: z.string(),
    name: z.string().optional(),
    input: z.string().default('{}'),
    traceHeader: z.string().max(256).optional(),
  },
  resource: ({ stateMachineArn }) => stateMachineArn,
  run: (room, { stateMachineArn, name, input, traceHeader }, call) => {
    const machine = machineOf(stateMachineArn);
    const wish = { machine, name, input, traceHeader: traceHeader ?? call.traceHeader };
    const execution = beginExecution(room, wish);
    return {
      executionArn: executionArn(room.ground.place, execution),
      startDate: new Timestamp(execution.started_at),
    };
  },
});

/** A wish for an execution. */
export interface ExecutionRequest {
  readonly machine: string;
  /** A random one without it. */
  readonly name?: string | undefined;
  /** JSON text. */
  readonly input: string;
  readonly traceHeader: string | undefined;
}

/**
 * Starts an execution, inside a transaction. The same name with the same input while that execution runs gives that
 * execution; otherwise a name can be used again only after 90 days.
 * @throws AwsError ExecutionAlreadyExists, InvalidName, InvalidExecutionInput, StateMachineDoesNotExist, StateMachineDeleting
 */
export function beginExecution(room: Room, request: ExecutionRequest): Execution {
  const { ground, machines, executions, engine } = room;
  const { name = ground.random.uuid(), input, traceHeader } = request;
  checkName(name);
  checkInput(input);
  const machine = machines.get(request.machine);
  checkActive(machine, machineArn(ground.place, request.machine));
  const key = { machine: request.machine, name };
  const known = executions.find(key);
  if (known !== undefined) {
    if (known.status === 'RUNNING' && known.input === input) return known;
    if ((known.stopped_at ?? Infinity) > ground.clock.now() - retentionMs) {
      const arn = executionArn(ground.place, key);
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    executions.remove(known.id);
  }
  return engine.start(machine, { name, input, trace_header: traceHeader ?? null });
}

function checkInput(input: string): void {
  if (isTooLarge(input)) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${String(largestPayload)}`,
    );
  }
  if (parseJson(input) !== undefined) return;
  const message = `Invalid State Machine Execution Input: '${input.slice(0, 200)}' is no valid JSON`;
  throw new AwsError('InvalidExecutionInput', message);
}
