import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { groupArn, groupName } from '../log-names.ts';
import type { LogStore } from '../log-store.ts';
import { retentionDays } from '../put-retention-policy.ts';

const properties = z.strictObject({
  LogGroupName: groupName.optional(),
  RetentionInDays: retentionDays.optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  KmsKeyId: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

type Properties = z.output<typeof properties>;

/** AWS::Logs::LogGroup. */
export function logGroupResource({ place, clock }: Ground, logs: LogStore): ResourceType {
  const nameOf = ({ stackName, logicalId, properties: given }: ResourceRequest<Properties>): string =>
    given.LogGroupName ?? `${stackName}-${logicalId}`;
  return resourceType<Properties>({
    type: 'AWS::Logs::LogGroup',
    parse: inputOf(properties, 'ValidationError'),
    withoutEffect: {
      KmsKeyId: 'events are kept in the data file of this machine',
      LogGroupClass: 'STANDARD is the only one',
      Tags: 'nothing is billed or found by tag here',
    },
    identify: (request) => {
      const name = nameOf(request);
      return { physicalId: name, attributes: { Arn: `${groupArn(place, name)}:*` } };
    },
    provision: (request) => {
      const name = nameOf(request);
      logs.retain(logs.ensureGroup(name, clock.now()), request.properties.RetentionInDays ?? null);
    },
    remove: (name) => {
      const group = logs.findGroup(name);
      if (group !== undefined) logs.removeGroup(group);
    },
  });
}
