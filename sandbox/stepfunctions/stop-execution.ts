import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { executionKeyOf } from './names.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    executionArn: z.string(),
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export function stopExecution({ ground, executions, engine }: Room): Operation {
  return operation({
    name: 'StopExecution',
    kind: 'write',
    parse,
    permissions: ({ executionArn: resource }) => [{ action: 'states:StopExecution', resource }],
    run: ({ executionArn, error, cause }) => {
      const execution = executions.get(executionKeyOf(executionArn));
      const { stopped_at } = engine.stop(execution, { error, cause });
      return { stopDate: new Timestamp(stopped_at ?? ground.clock.now()) };
    },
  });
}
