import type { Ground } from '../kernel/ground.ts';
import { arn } from '../kernel/place.ts';
import type { Delivery } from '../kernel/service.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { busEvent, topicMessage, topicSubject } from './alarm-notice.ts';
import type { AlarmChange } from './alarm-notice.ts';
import { alarmArn } from './alarm-store.ts';
import type { Alarm, AlarmStore } from './alarm-store.ts';

/** Puts an alarm into another state, inside the open transaction; the bus and the alarm's actions are told. */
export function moveAlarm(ground: Ground, alarms: AlarmStore, change: AlarmChange): void {
  const { place } = ground;
  const { after } = change;
  alarms.setState(after);
  const caller = { principal: 'cloudwatch.amazonaws.com', sourceArn: alarmArn(place, after.name) };
  // A target that cannot be reached does not keep the alarm from changing.
  const send = (message: Omit<Delivery, 'caller'>): void => {
    try {
      inSavepoint(ground.store, () => {
        ground.deliver({ ...message, caller });
      });
    } catch (thrown) {
      ground.report(`action of alarm ${after.name}`, thrown);
    }
  };
  send({ target: arn(place, 'events', 'event-bus/default'), body: busEvent(place, change) });
  for (const target of actionsOf(after)) {
    send({ target, body: topicMessage(place, change), subject: topicSubject(place, change) });
  }
}

function actionsOf({ state, spec }: Alarm): readonly string[] {
  if (!spec.ActionsEnabled) return [];
  const { AlarmActions, OKActions, InsufficientDataActions } = spec;
  return { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: InsufficientDataActions }[state];
}
