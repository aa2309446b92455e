import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import { StateError } from './asl/errors.ts';
import { Document, isTooLarge } from './engine/document.ts';
import { statesOperation } from './states-operation.ts';

const taskToken = z.string().max(2_048);

export const sendTaskSuccess = statesOperation({
  name: 'SendTaskSuccess',
  kind: 'write',
  members: { taskToken, output: z.string() },
  run: ({ engine }, { taskToken, output }) => {
    if (isTooLarge(output) || parseJson(output) === undefined) {
      throw new AwsError('InvalidOutput', `Invalid Output: '${output.slice(0, 200)}'`);
    }
    engine.tokenReturned(taskToken, Document.ofText(output));
    return {};
  },
});

export const sendTaskFailure = statesOperation({
  name: 'SendTaskFailure',
  kind: 'write',
  members: {
    taskToken,
    error: z.string().max(256).default(''),
    cause: z.string().max(32_768).default(''),
  },
  run: ({ engine }, { taskToken, error, cause }) => {
    engine.tokenReturned(taskToken, new StateError(error, cause));
    return {};
  },
});

export const sendTaskHeartbeat = statesOperation({
  name: 'SendTaskHeartbeat',
  kind: 'write',
  members: { taskToken },
  run: ({ engine }, { taskToken }) => {
    engine.heartbeat(taskToken);
    return {};
  },
});
