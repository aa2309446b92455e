import type { Ground } from '../kernel/ground.ts';
import { createPump } from '../kernel/pump.ts';
import type { Pump } from '../kernel/pump.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { evaluateAlarm, extraPeriods, reasonOf } from './alarm-evaluation.ts';
import { offsetTime } from './alarm-notice.ts';
import { watchedBy } from './alarm-spec.ts';
import type { Alarm, AlarmStore } from './alarm-store.ts';
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

/**
 * Once a minute: samples the gauges, decides the alarms over the minutes that are complete, and forgets what is older
 * than 15 days, as AWS does. A minute without changes writes nothing.
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
      });
      return { at: (minuteOf(ground.clock.now()) + 1) * minuteMs };
    },
  });
}

/** A room whose gauges fail must not keep the alarms from being decided. */
function sampleGauges({ ground, gauges }: MinuteParts, minute: number): void {
  try {
    inSavepoint(ground.store, () => {
      gauges(minute);
    });
  } catch (thrown) {
    ground.report('gauges', thrown);
  }
}

function decide({ ground, series, alarms }: MinuteParts, before: Alarm, end: number): void {
  const { spec } = before;
  const queries = watchedBy(spec);
  const length = spec.EvaluationPeriods + extraPeriods;
  const period = periodOf(queries);
  const points = pointsOf(series, queries, { start: end - length * period, period, length });
  const verdict = evaluateAlarm(spec, points.toReversed());
  const { state } = verdict;
  if (state === undefined || state === before.state) return;
  const updatedAt = ground.clock.now();
  const reasonData = JSON.stringify({
    version: '1.0',
    queryDate: offsetTime(updatedAt),
    statistic: spec.Statistic,
    period: period / 1_000,
    recentDatapoints: verdict.used,
    threshold: spec.Threshold,
  });
  const reason = reasonOf(spec, verdict, { from: before.state, to: state, at: end - period });
  moveAlarm(ground, alarms, { before, after: { ...before, state, reason, reasonData, updatedAt } });
}
