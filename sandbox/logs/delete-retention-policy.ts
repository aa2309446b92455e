import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

const parse = inputOf(z.strictObject({ logGroupName: groupName }), 'InvalidParameterException');

/** DeleteRetentionPolicy: events are kept for ever. */
export function deleteRetentionPolicy({ logs }: LogsRoom): Operation {
  return operation({
    name: 'DeleteRetentionPolicy',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      { action: 'logs:DeleteRetentionPolicy', resource: `${groupArn(place, input.logGroupName)}:*` },
    ],
    run: (input) => {
      logs.retain(logs.group(input.logGroupName), null);
    },
  });
}
