import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmPermissions, parseAlarmNames } from './alarm-names.ts';
import type { AlarmStore } from './alarm-store.ts';

/** EnableAlarmActions and DisableAlarmActions. */
export function setAlarmActions(
  alarms: AlarmStore,
  name: 'EnableAlarmActions' | 'DisableAlarmActions',
): Operation {
  return operation({
    name,
    kind: 'write',
    parse: parseAlarmNames,
    permissions: ({ AlarmNames }, place) => alarmPermissions(name, place, AlarmNames),
    run: ({ AlarmNames }) => {
      for (const alarm of AlarmNames) alarms.setActions(alarm, name === 'EnableAlarmActions');
    },
  });
}
