import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { groupArn, groupName } from '../log-names.ts';
import type { LogStore } from '../log-store.ts';

/** What AWS offers. */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const parse = inputOf(
  z.strictObject({
    LogGroupName: groupName.optional(),
    RetentionInDays: z.coerce
      .number()
      .refine((days) => periods.includes(days), 'must be one of the periods that CloudWatch Logs offers')
      .optional(),
    LogGroupClass: z.literal('STANDARD').optional(),
    KmsKeyId: z.unknown().optional(),
    Tags: z.unknown().optional(),
  }),
  'ValidationError',
);

/** AWS::Logs::LogGroup. */
export function logGroupResource({ place, clock }: Ground, logs: LogStore): ResourceType {
  return resourceType<ReturnType<typeof parse>>({
    type: 'AWS::Logs::LogGroup',
    parse,
    withoutEffect: {
      KmsKeyId: 'events are kept in the data file of this machine',
      LogGroupClass: 'STANDARD is the only one',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => {
      const name = request.properties.LogGroupName ?? generatedName(request);
      return { physicalId: name, attributes: { Arn: `${groupArn(place, name)}:*` } };
    },
    provision: ({ properties }, { physicalId }) => {
      const group = logs.ensureGroup(physicalId, clock.now());
      logs.retain(group, properties.RetentionInDays ?? null);
    },
    remove: (name) => {
      logs.removeGroup(name);
    },
  });
}
