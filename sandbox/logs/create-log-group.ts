import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({
    logGroupName: groupName,
    logGroupClass: z.literal('STANDARD').optional(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
  'InvalidParameterException',
);

/** CreateLogGroup; tags are accepted and not kept. */
export function createLogGroup({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'CreateLogGroup',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      { action: 'logs:CreateLogGroup', resource: `${groupArn(place, input.logGroupName)}:*` },
    ],
    run: (input) => {
      logs.createGroup(input.logGroupName, ground.clock.now());
    },
  });
}
