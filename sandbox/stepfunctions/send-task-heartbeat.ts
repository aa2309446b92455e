import * as z from 'zod';
import type { Operation } from '../kernel/operation.ts';
import type { Room } from './room.ts';
import { statesOperation } from './states-operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export function sendTaskHeartbeat({ engine }: Room): Operation {
  return statesOperation({
    name: 'SendTaskHeartbeat',
    kind: 'write',
    input: { taskToken: z.string().max(2_048) },
    run: ({ taskToken }) => {
      engine.heartbeat(taskToken);
      return {};
    },
  });
}
