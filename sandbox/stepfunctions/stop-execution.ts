import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { executionKeyOf } from './names.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export function stopExecution({ ground: { clock }, executions, engine }: Room): Operation {
  return statesOperation({
    name: 'StopExecution',
    kind: 'write',
    input: {
      executionArn: z.string(),
      error: z.string().max(256).optional(),
      cause: z.string().max(32_768).optional(),
    },
    resource: ({ executionArn }) => executionArn,
    run: ({ executionArn, error, cause }) => {
      const { stopped_at } = engine.stop(executions.get(executionKeyOf(executionArn)), { error, cause });
      return { stopDate: new Timestamp(stopped_at ?? clock.now()) };
    },
  });
}
