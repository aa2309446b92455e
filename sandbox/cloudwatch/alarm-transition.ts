import { messageOf } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { arn } from '../kernel/place.ts';
import type { Delivery } from '../kernel/service.ts';
import { inSavepoint } from '../store/savepoint.ts';
import type { AlarmState } from './alarm-evaluation.ts';
import { busEvent, topicMessage, topicSubject } from './alarm-notice.ts';
import type { AlarmChange } from './alarm-notice.ts';
import { alarmArn, alarmSpecOf } from './alarm-store.ts';
import type { AlarmRow, AlarmStore } from './alarm-store.ts';

/** A state that an alarm takes. */
export interface NewState {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string | undefined;
}

/** Puts an alarm into a state, inside the open transaction; a change is told to the bus and to the alarm's actions. */
export function moveAlarm(
  { ground, alarms }: { readonly ground: Ground; readonly alarms: AlarmStore },
  before: AlarmRow,
  { state, reason, reasonData }: NewState,
): void {
  alarms.setState(before.name, { state, reason, reason_data: reasonData ?? null });
  if (state === before.state) return;
  const after = alarms.find(before.name);
  if (after === undefined) return;
  const change: AlarmChange = { before, after };
  alarms.record({
    alarm: before.name,
    type: 'StateUpdate',
    summary: `Alarm updated from ${before.state} to ${state}`,
    data: { oldState: { stateValue: before.state }, newState: { stateValue: state, stateReason: reason } },
  });
  const send = sender(ground, before.name);
  const bus = arn(ground.place, 'events', 'event-bus/default');
  const lost = send({ target: bus, body: busEvent(ground.place, change) });
  if (lost !== undefined) ground.report(`event of alarm ${before.name}`, lost);
  const subject = topicSubject(ground.place, change);
  for (const target of actionsOf(after)) {
    const failure = send({ target, body: topicMessage(ground.place, change), subject });
    if (failure !== undefined) ground.report(`action of alarm ${before.name}`, failure);
    alarms.record({
      alarm: before.name,
      type: 'Action',
      summary: `${failure === undefined ? 'Successfully executed' : 'Failed to execute'} action ${target}`,
      data: {
        actionState: failure === undefined ? 'Succeeded' : 'Failed',
        error: failure && messageOf(failure),
      },
    });
  }
}

/** Sends without failing the change of state; answers what was thrown. */
function sender(ground: Ground, alarm: string): (message: Omit<Delivery, 'caller'>) => unknown {
  const caller: Delivery['caller'] = {
    principal: 'cloudwatch.amazonaws.com',
    sourceArn: alarmArn(ground.place, alarm),
  };
  return (message) => {
    try {
      inSavepoint(ground.store, () => {
        ground.deliver({ ...message, caller });
      });
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  };
}

function actionsOf(row: AlarmRow): readonly string[] {
  if (row.actions_enabled === 0) return [];
  const { AlarmActions, OKActions, InsufficientDataActions } = alarmSpecOf(row);
  const byState = { ALARM: AlarmActions, OK: OKActions, INSUFFICIENT_DATA: InsufficientDataActions };
  return byState[row.state] ?? [];
}
