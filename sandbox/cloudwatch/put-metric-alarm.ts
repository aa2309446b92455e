import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmSchema } from './alarm-spec.ts';
import { alarmArn } from './alarm-store.ts';
import type { AlarmStore } from './alarm-store.ts';

const parse = inputOf(alarmSchema, 'ValidationError');

/** PutMetricAlarm: the alarm is decided at once, and then every minute. */
export function putMetricAlarm({ store }: Ground, alarms: AlarmStore, decide: () => void): Operation {
  return operation({
    name: 'PutMetricAlarm',
    kind: 'write',
    parse,
    permissions: (input, place) => [
      { action: 'cloudwatch:PutMetricAlarm', resource: alarmArn(place, input.AlarmName) },
    ],
    run: (input) => {
      alarms.put(input);
      store.afterCommit(decide);
    },
  });
}
