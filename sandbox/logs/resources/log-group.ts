import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
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

type Properties = ReturnType<typeof parse>;

/** AWS::Logs::LogGroup. */
export function logGroupResource({ place, clock }: Ground, logs: LogStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::Logs::LogGroup',
    parse,
    withoutEffect: {
      KmsKeyId: 'events are kept in the data file of this machine',
      LogGroupClass: 'STANDARD is the only one',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => ({
      physicalId: nameOf(request),
      attributes: { Arn: `${groupArn(place, nameOf(request))}:*` },
    }),
    provision: (request) => {
      const group = logs.ensureGroup(nameOf(request), clock.now());
      logs.retain(group, request.properties.RetentionInDays ?? null);
    },
    remove: (name) => {
      logs.removeGroup(name);
    },
  });
}

function nameOf({ stackName, logicalId, properties }: ResourceRequest<Properties>): string {
  return properties.LogGroupName ?? `${stackName}-${logicalId}`;
}
