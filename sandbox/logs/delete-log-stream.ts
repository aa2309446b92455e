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

/** DeleteLogStream: the stream goes with its events. */
export function deleteLogStream({ logs }: LogsRoom): Operation {
  return operation({
    name: 'DeleteLogStream',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      {
        action: 'logs:DeleteLogStream',
        resource: `${groupArn(place, input.logGroupName)}:log-stream:${input.logStreamName}`,
      },
    ],
    run: (input) => {
      logs.removeStream(logs.stream(logs.group(input.logGroupName), input.logStreamName));
    },
  });
}
