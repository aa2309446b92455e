import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import type { Permission } from '../kernel/operation.ts';
import type { Place } from '../kernel/place.ts';
import { alarmArn } from './alarm-store.ts';
import { badInput } from './input-shapes.ts';

/** Input that names alarms. */
export const parseAlarmNames = inputOf(
  z.strictObject({ AlarmNames: z.array(z.string()).min(1).max(100) }),
  badInput,
);

/** The permission to do `action` with each of the alarms. */
export function alarmPermissions(
  action: string,
  place: Place,
  names: readonly string[],
): readonly Permission[] {
  return names.map((name) => ({ action: `cloudwatch:${action}`, resource: alarmArn(place, name) }));
}
