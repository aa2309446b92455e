import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import type { Operation } from '../kernel/operation.ts';
import { Document, isTooLarge } from './engine/document.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function sendTaskSuccess({ engine }: Room): Operation {
  return statesOperation({
    name: 'SendTaskSuccess',
    kind: 'write',
    input: { taskToken: z.string().max(2_048), output: z.string() },
    run: ({ taskToken, output }) => {
      if (isTooLarge(output) || parseJson(output) === undefined) {
        throw new AwsError('InvalidOutput', `Invalid Output: '${output.slice(0, 200)}'`);
      }
      engine.tokenReturned(taskToken, Document.ofText(output));
      return {};
    },
  });
}
