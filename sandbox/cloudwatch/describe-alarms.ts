import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { alarmArn } from './alarm-store.ts';
import type { Alarm, AlarmStore } from './alarm-store.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(
  z.strictObject({
    AlarmNames: z.array(z.string()).max(100).optional(),
    AlarmNamePrefix: z.string().default(''),
    StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  }),
  badInput,
);

/** DescribeAlarms: all on one page; there are no composite alarms. */
export function describeAlarms({ place }: Ground, alarms: AlarmStore): Operation {
  return operation({
    name: 'DescribeAlarms',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:DescribeAlarms', resource: alarmArn(place, '*') }],
    run: ({ AlarmNames, AlarmNamePrefix, StateValue }) => {
      const found = alarms
        .list()
        .filter(({ name }) => AlarmNames?.includes(name) ?? name.startsWith(AlarmNamePrefix))
        .filter(({ state }) => StateValue === undefined || state === StateValue);
      return { CompositeAlarms: [], MetricAlarms: found.map((alarm) => shown(place, alarm)) };
    },
  });
}

function shown(place: Place, alarm: Alarm): Readonly<Record<string, unknown>> {
  return {
    ...alarm.spec,
    Dimensions: alarm.spec.Dimensions ?? [],
    AlarmArn: alarmArn(place, alarm.name),
    AlarmConfigurationUpdatedTimestamp: new Timestamp(alarm.configuredAt),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData ?? undefined,
    StateUpdatedTimestamp: new Timestamp(alarm.updatedAt),
    StateTransitionedTimestamp: new Timestamp(alarm.updatedAt),
  };
}
