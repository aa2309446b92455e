import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName, streamName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(
  z.strictObject({ logGroupName: groupName, logStreamName: streamName }),
  'InvalidParameterException',
);

/** CreateLogStream. */
export function createLogStream({ ground, logs }: LogsRoom): Operation {
  return operation({
    name: 'CreateLogStream',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      {
        action: 'logs:CreateLogStream',
        resource: `${groupArn(place, input.logGroupName)}:log-stream:${input.logStreamName}`,
      },
    ],
    run: (input) => {
      logs.createStream(logs.group(input.logGroupName), input.logStreamName, ground.clock.now());
    },
  });
}
