import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Room } from './room.ts';

const parse = inputOf(z.strictObject({ taskToken: z.string().max(2_048) }));

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export function sendTaskHeartbeat({ engine }: Room): Operation {
  return operation({
    name: 'SendTaskHeartbeat',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'states:SendTaskHeartbeat', resource: '*' }],
    run: ({ taskToken }) => {
      engine.heartbeat(taskToken);
      return {};
    },
  });
}
