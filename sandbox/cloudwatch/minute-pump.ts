import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { evaluateAlarm, extraPeriods, reasonOf } from './alarm-evaluation.ts';
import { offsetTime } from './alarm-notice.ts';
import { watchedBy } from './alarm-spec.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { alarmSpecOf } from './alarm-store.ts';
import type { AlarmRow, AlarmStore } from './alarm-store.ts';
import { moveAlarm } from './alarm-transition.ts';
import type { GaugeSampler } from './gauges.ts';
import { periodOf, pointsOf } from './metric-data.ts';
import { minuteOf } from './series-store.ts';
import type { SeriesStore } from './series-store.ts';

/** What the minute's work is done with. */
export interface MinuteParts {
  readonly ground: Ground;
  readonly series: SeriesStore;
  readonly alarms: AlarmStore;
  readonly gauges: GaugeSampler;
}

const minuteMs = 60_000;
const keptMinutes = 15 * 24 * 60;
const keptHistoryMs = 30 * 24 * 3_600_000;

/**
 * Once a minute: samples the gauges, decides the alarms over the minutes that are complete, and forgets what is old
 * (15 days of metrics and 30 of history, as AWS). A minute without changes writes nothing.
 */
export function createMinutePump(parts: MinuteParts): Pump {
  const { ground, series, alarms } = parts;
  let trimmedAt = 0;
  return createPump({
    clock: ground.clock,
    onFault: (thrown) => {
      ground.report('cloudwatch', thrown);
    },
    turn: async () => {
      const now = minuteOf(ground.clock.now());
      await ground.store.write(() => {
        sampleGauges(parts, now - 1);
        for (const alarm of alarms.list()) decide(parts, alarm, now * minuteMs);
        if (now - trimmedAt < 60) return;
        trimmedAt = now;
        series.trim(now - keptMinutes);
        alarms.trim(ground.clock.now() - keptHistoryMs);
      });
      return { at: (minuteOf(ground.clock.now()) + 1) * minuteMs };
    },
  });
}

/** A room whose gauges fail must not keep the alarms from being decided. */
function sampleGauges({ ground, gauges }: MinuteParts, minute: number): void {
  try {
    inSavepoint(ground.store, () => {
      gauges.sample(minute);
    });
  } catch (thrown) {
    ground.report('gauges', thrown);
  }
}

function decide({ ground, series, alarms }: MinuteParts, alarm: AlarmRow, end: number): void {
  const spec = alarmSpecOf(alarm);
  const { queries, id } = watchedBy(spec);
  const length = spec.EvaluationPeriods + extraPeriods;
  const period = periodOf(queries);
  const newestFirst = [
    ...pointsOf(series, queries, { start: end - length * period, period, length })(id),
  ].reverse();
  const verdict = evaluateAlarm(spec, newestFirst);
  if (verdict.state === undefined || verdict.state === alarm.state) return;
  const change = { from: alarm.state, to: verdict.state, at: end - period };
  moveAlarm({ ground, alarms }, alarm, {
    state: verdict.state,
    reason: reasonOf(spec, verdict, change),
    reasonData: JSON.stringify({
      version: '1.0',
      queryDate: offsetTime(ground.clock.now()),
      ...statisticOf(spec, period),
      recentDatapoints: verdict.used,
      threshold: spec.Threshold,
    }),
  });
}

function statisticOf({ Statistic }: AlarmSpec, period: number): object {
  return { ...(Statistic === undefined ? {} : { statistic: Statistic }), period: period / 1_000 };
}
