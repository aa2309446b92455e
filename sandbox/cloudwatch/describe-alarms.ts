import * as z from 'zod';
import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { alarmArn } from './alarm-store.ts';
import type { Alarm } from './alarm-store.ts';
import { cloudwatchOperation } from './room.ts';

/** All on one page; there are no composite alarms. */
export const describeAlarms = cloudwatchOperation({
  name: 'DescribeAlarms',
  kind: 'read',
  members: {
    AlarmNames: z.array(z.string()).max(100).optional(),
    AlarmNamePrefix: z.string().default(''),
    StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  },
  resources: (_input, place) => [alarmArn(place, '*')],
  run: ({ ground: { place }, alarms }, { AlarmNames, AlarmNamePrefix, StateValue }) => {
    const found = alarms
      .list()
      .filter(({ name }) => AlarmNames?.includes(name) ?? name.startsWith(AlarmNamePrefix))
      .filter(({ state }) => StateValue === undefined || state === StateValue);
    return { CompositeAlarms: [], MetricAlarms: found.map((alarm) => shown(place, alarm)) };
  },
});

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
