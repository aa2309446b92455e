import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { Execution } from './executions.ts';
import { executionKeyOf } from './names.ts';
import { statesOperation } from './states-operation.ts';

export const stopExecution = statesOperation({
  name: 'StopExecution',
  kind: 'write',
  members: {
    executionArn: z.string(),
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  },
  resource: (input) => input.executionArn,
  run: ({ ground: { clock }, executions, engine }, input) => {
    const { error, cause } = input;
    const { stopped_at } = engine.stop(executions.get(executionKeyOf(input.executionArn)), { error, cause });
    return { stopDate: new Timestamp(stopped_at ?? clock.now()) };
  },
});

export const redriveExecution = statesOperation({
  name: 'RedriveExecution',
  kind: 'write',
  members: { executionArn: z.string(), clientToken: z.string().optional() },
  resource: (input) => input.executionArn,
  run: ({ ground: { clock }, executions, engine }, input) => {
    const execution = executions.get(executionKeyOf(input.executionArn));
    const refusal = redriveRefusal(execution, clock.now());
    if (refusal !== undefined) throw new AwsError('ExecutionNotRedrivable', refusal);
    return { redriveDate: new Timestamp(engine.redrive(execution).redriven_at ?? clock.now()) };
  },
});

/** An execution can be redriven for 14 days, and a thousand times. */
const redrivableMs = 14 * 86_400_000;

/** Why an execution cannot be redriven, or undefined where it can. */
export function redriveRefusal({ status, stopped_at, redrives }: Execution, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if ((stopped_at ?? now) < now - redrivableMs) return 'Execution is past its redrivable period of 14 days';
  return redrives >= 1_000 ? 'Execution has reached the maximum number of redrives' : undefined;
}
