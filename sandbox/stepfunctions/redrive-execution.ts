import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import type { Execution } from './executions.ts';
import { executionKeyOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export function redriveExecution({ ground: { clock }, executions, engine }: Room): Operation {
  return statesOperation({
    name: 'RedriveExecution',
    kind: 'write',
    input: { executionArn: z.string(), clientToken: z.string().optional() },
    resource: ({ executionArn }) => executionArn,
    run: ({ executionArn }) => {
      const execution = executions.get(executionKeyOf(executionArn));
      const refusal = redriveRefusal(execution, clock.now());
      if (refusal !== undefined) throw new AwsError('ExecutionNotRedrivable', refusal);
      return { redriveDate: new Timestamp(engine.redrive(execution).redriven_at ?? clock.now()) };
    },
  });
}

/** An execution can be redriven for 14 days, and a thousand times. */
const redrivableMs = 14 * 86_400_000;

/** Why an execution cannot be redriven, or undefined where it can. */
export function redriveRefusal({ status, stopped_at, redrives }: Execution, now: number): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if ((stopped_at ?? now) < now - redrivableMs) return 'Execution is past its redrivable period of 14 days';
  return redrives >= 1_000 ? 'Execution has reached the maximum number of redrives' : undefined;
}
