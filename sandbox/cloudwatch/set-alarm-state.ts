import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmArn } from './alarm-store.ts';
import type { AlarmStore } from './alarm-store.ts';
import { moveAlarm } from './alarm-transition.ts';
import { badInput } from './input-shapes.ts';

const parse = inputOf(
  z.strictObject({
    AlarmName: z.string(),
    StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    StateReason: z.string().max(1_023),
    StateReasonData: z.string().max(4_000).optional(),
  }),
  badInput,
);

/** SetAlarmState: acts like a real change; the next minute puts the alarm right again. */
export function setAlarmState(ground: Ground, alarms: AlarmStore): Operation {
  return operation({
    name: 'SetAlarmState',
    kind: 'write',
    parse,
    permissions: ({ AlarmName }, place) => [
      { action: 'cloudwatch:SetAlarmState', resource: alarmArn(place, AlarmName) },
    ],
    run: ({ AlarmName, StateValue, StateReason, StateReasonData }) => {
      const alarm = alarms.find(AlarmName);
      if (alarm === undefined) {
        throw new AwsError('ResourceNotFound', `Alarm ${AlarmName} does not exist.`, { status: 404 });
      }
      moveAlarm({ ground, alarms }, alarm, {
        state: StateValue,
        reason: StateReason,
        reasonData: StateReasonData,
      });
    },
  });
}
