import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import { StateError } from './asl/errors.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export function sendTaskFailure({ engine }: Room): Operation {
  return statesOperation({
    name: 'SendTaskFailure',
    kind: 'write',
    input: {
      taskToken: z.string().max(2_048),
      error: z.string().max(256).default(''),
      cause: z.string().max(32_768).default(''),
    },
    run: ({ taskToken, error, cause }) => {
      engine.tokenReturned(taskToken, new StateError(error, cause));
      return {};
    },
  });
}
