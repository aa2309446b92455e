import * as z from 'zod';
import type { Ground } from '../../kernel/ground.ts';
import { inputOf } from '../../kernel/input.ts';
import { resourceType } from '../../kernel/resource.ts';
import type { ResourceRequest, ResourceType } from '../../kernel/resource.ts';
import { alarmSchema, checkAlarm } from '../alarm-spec.ts';
import type { AlarmSpec } from '../alarm-spec.ts';
import { alarmArn } from '../alarm-store.ts';
import type { AlarmStore } from '../alarm-store.ts';

const parse = inputOf(
  alarmSchema.extend({ AlarmName: z.string().min(1).max(255).optional(), Tags: z.unknown().optional() }),
);

type Properties = Omit<AlarmSpec, 'AlarmName'> & { readonly AlarmName?: string | undefined };

/** AWS::CloudWatch::Alarm: Ref is the name. */
export function alarmResource({ place }: Ground, alarms: AlarmStore): ResourceType {
  return resourceType<Properties>({
    type: 'AWS::CloudWatch::Alarm',
    withoutEffect: { Tags: 'the sandbox keeps no tags of alarms' },
    parse: (properties) => {
      const { Tags, ...spec } = parse(properties);
      void Tags; // withoutEffect
      checkAlarm(spec);
      return spec;
    },
    identify: (request) => ({
      physicalId: nameOf(request),
      attributes: { Arn: alarmArn(place, nameOf(request)) },
    }),
    provision: (request) => {
      alarms.put({ ...request.properties, AlarmName: nameOf(request) });
    },
    remove: alarms.remove,
  });
}

function nameOf({ stackName, logicalId, properties }: ResourceRequest<Properties>): string {
  return properties.AlarmName ?? `${stackName}-${logicalId}`;
}
