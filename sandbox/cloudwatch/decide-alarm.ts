import { arn } from '../kernel/place.ts';
import type { Delivery } from '../kernel/service.ts';
import { failureIn } from '../store/savepoint.ts';
import { evaluateAlarm, extraPeriods, reasonOf } from './alarm-evaluation.ts';
import { busEvent, offsetTime, topicMessage, topicSubject } from './alarm-notice.ts';
import type { AlarmChange } from './alarm-notice.ts';
import { watchedBy } from './alarm-spec.ts';
import { alarmArn } from './alarm-store.ts';
import type { Alarm } from './alarm-store.ts';
import { periodOf, pointsOf } from './metric-data.ts';
import type { CloudWatchRoom } from './room.ts';

/** Decides an alarm over the minutes up to `end` (epoch ms), inside the open transaction. */
export function decideAlarm(room: CloudWatchRoom, before: Alarm, end: number): void {
  const { spec } = before;
  const queries = watchedBy(spec);
  const length = spec.EvaluationPeriods + extraPeriods;
  const period = periodOf(queries);
  const points = pointsOf(room.series, queries, { start: end - length * period, period, length });
  const verdict = evaluateAlarm(spec, points.toReversed());
  const { state } = verdict;
  if (state === undefined || state === before.state) return;
  const updatedAt = room.ground.clock.now();
  const reasonData = JSON.stringify({
    version: '1.0',
    queryDate: offsetTime(updatedAt),
    statistic: spec.Statistic,
    period: period / 1_000,
    recentDatapoints: verdict.used,
    threshold: spec.Threshold,
  });
  const reason = reasonOf(spec, verdict, { from: before.state, to: state, at: end - period });
  move(room, { before, after: { ...before, state, reason, reasonData, updatedAt } });
}

/** Puts an alarm into its other state; the bus and the alarm's actions are told. */
function move({ ground, alarms }: CloudWatchRoom, change: AlarmChange): void {
  const { place, store } = ground;
  const { after } = change;
  alarms.setState(after);
  const caller = { principal: 'cloudwatch.amazonaws.com', sourceArn: alarmArn(place, after.name) };
  const send = (message: Omit<Delivery, 'caller'>): void => {
    const thrown = failureIn(store, () => {
      ground.deliver({ ...message, caller });
    });
    // A target that cannot be reached does not keep the alarm from changing.
    if (thrown !== undefined) ground.report(`action of alarm ${after.name}`, thrown);
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
