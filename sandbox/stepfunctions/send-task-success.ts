import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { parseJson } from '../kernel/json.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Document, isTooLarge } from './engine/document.ts';
import type { Room } from './room.ts';

const parse = inputOf(z.strictObject({ taskToken: z.string().max(2_048), output: z.string() }));

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function sendTaskSuccess({ engine }: Room): Operation {
  return operation({
    name: 'SendTaskSuccess',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'states:SendTaskSuccess', resource: '*' }],
    run: ({ taskToken, output }) => {
      if (isTooLarge(output) || parseJson(output) === undefined) {
        throw new AwsError('InvalidOutput', `Invalid Output: '${output.slice(0, 200)}'`);
      }
      engine.tokenReturned(taskToken, Document.ofText(output));
      return {};
    },
  });
}
