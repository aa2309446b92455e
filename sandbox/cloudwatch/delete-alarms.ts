import { AwsError } from '../kernel/errors.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmPermissions, parseAlarmNames } from './alarm-names.ts';
import type { AlarmStore } from './alarm-store.ts';

/** DeleteAlarms: all or none. */
export function deleteAlarms(alarms: AlarmStore): Operation {
  return operation({
    name: 'DeleteAlarms',
    kind: 'write',
    parse: parseAlarmNames,
    permissions: ({ AlarmNames }, place) => alarmPermissions('DeleteAlarms', place, AlarmNames),
    run: ({ AlarmNames }) => {
      for (const name of AlarmNames) {
        if (alarms.find(name) === undefined) {
          throw new AwsError('ResourceNotFound', `Alarm ${name} does not exist.`, { status: 404 });
        }
        alarms.remove(name);
      }
    },
  });
}
