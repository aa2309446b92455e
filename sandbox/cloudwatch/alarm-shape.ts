import type { Place } from '../kernel/place.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { alarmArn, alarmSpecOf } from './alarm-store.ts';
import type { AlarmRow } from './alarm-store.ts';

/** An alarm as DescribeAlarms shows it. */
export function alarmShape(place: Place, row: AlarmRow): Readonly<Record<string, unknown>> {
  const spec = alarmSpecOf(row);
  return {
    ...spec,
    AlarmArn: alarmArn(place, row.name),
    AlarmConfigurationUpdatedTimestamp: new Timestamp(row.configured_at),
    ActionsEnabled: row.actions_enabled === 1,
    OKActions: spec.OKActions ?? [],
    AlarmActions: spec.AlarmActions ?? [],
    InsufficientDataActions: spec.InsufficientDataActions ?? [],
    Dimensions: spec.Dimensions ?? [],
    StateValue: row.state,
    StateReason: row.reason,
    StateReasonData: row.reason_data ?? undefined,
    StateUpdatedTimestamp: new Timestamp(row.updated_at),
    StateTransitionedTimestamp: new Timestamp(row.transitioned_at),
  };
}
