import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { groupArn, groupName } from './log-names.ts';
import type { LogsRoom } from './room.ts';

/** What AWS offers. */
export const retentionDays = z.coerce
  .number()
  .refine(
    (days) =>
      [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
        3653,
      ].includes(days),
    'must be one of the periods that CloudWatch Logs offers',
  );

const parse = inputOf(
  z.strictObject({ logGroupName: groupName, retentionInDays: retentionDays }),
  'InvalidParameterException',
);

/** PutRetentionPolicy. */
export function putRetentionPolicy({ logs }: LogsRoom): Operation {
  return operation({
    name: 'PutRetentionPolicy',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      { action: 'logs:PutRetentionPolicy', resource: `${groupArn(place, input.logGroupName)}:*` },
    ],
    run: (input) => {
      logs.retain(logs.group(input.logGroupName), input.retentionInDays);
    },
  });
}
