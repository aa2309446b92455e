import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { StateError } from './asl/errors.ts';
import type { Room } from './room.ts';

const parse = inputOf(
  z.strictObject({
    taskToken: z.string().max(2_048),
    error: z.string().max(256).default(''),
    cause: z.string().max(32_768).default(''),
  }),
);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export function sendTaskFailure({ engine }: Room): Operation {
  return operation({
    name: 'SendTaskFailure',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'states:SendTaskFailure', resource: '*' }],
    run: ({ taskToken, error, cause }) => {
      engine.tokenReturned(taskToken, new StateError(error, cause));
      return {};
    },
  });
}
