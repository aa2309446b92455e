import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(z.strictObject({ logGroupName: groupName }), 'InvalidParameterException');

/** DeleteLogGroup: the group goes with everything in it. */
export function deleteLogGroup({ logs }: LogsRoom): Operation {
  return operation({
    name: 'DeleteLogGroup',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      { action: 'logs:DeleteLogGroup', resource: `${groupArn(place, input.logGroupName)}:*` },
    ],
    run: (input) => {
      logs.removeGroup(logs.group(input.logGroupName));
    },
  });
}
