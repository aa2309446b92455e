import * as z from 'zod';
import { inputOf } from '../../kernel/input.ts';
import { generatedName, resourceType } from '../../kernel/resource.ts';
import type { ResourceType } from '../../kernel/resource.ts';
import { alarmSchema, checkAlarm } from '../alarm-spec.ts';
import { alarmArn } from '../alarm-store.ts';
import type { CloudWatchRoom } from '../room.ts';

const parse = inputOf(
  alarmSchema.extend({ AlarmName: z.string().min(1).max(255).optional(), Tags: z.unknown().optional() }),
);

/** AWS::CloudWatch::Alarm: Ref is the name. */
export function alarmResource({ ground: { place }, alarms }: CloudWatchRoom): ResourceType {
  return resourceType({
    type: 'AWS::CloudWatch::Alarm',
    withoutEffect: { Tags: 'the sandbox keeps no tags of alarms' },
    parse: (properties) => {
      const { Tags, ...spec } = parse(properties);
      void Tags; // withoutEffect
      checkAlarm(spec);
      return spec;
    },
    identify: (request) => {
      const name = request.properties.AlarmName ?? generatedName(request);
      return { physicalId: name, attributes: { Arn: alarmArn(place, name) } };
    },
    provision: ({ properties }, { physicalId }) => {
      alarms.put({ ...properties, AlarmName: physicalId });
    },
    remove: (name) => {
      alarms.remove(name);
    },
  });
}
