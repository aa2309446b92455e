import type { Place } from '../kernel/place.ts';
import { watchedBy } from './alarm-spec.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { alarmArn, alarmSpecOf } from './alarm-store.ts';
import type { AlarmRow } from './alarm-store.ts';
import { dimensionMap } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { regionName } from './region-name.ts';

/** An alarm before and after it changed its state. */
export interface AlarmChange {
  readonly before: AlarmRow;
  readonly after: AlarmRow;
}

/** The subject of the e-mails that topics send of it. */
export function topicSubject(place: Place, { after }: AlarmChange): string {
  return `${after.state}: "${after.name}" in ${regionName(place.region)}`;
}

/** The message that topics get, as CloudWatch shapes it. */
export function topicMessage(place: Place, { before, after }: AlarmChange): string {
  const spec = alarmSpecOf(after);
  return JSON.stringify({
    AlarmName: after.name,
    AlarmDescription: spec.AlarmDescription ?? null,
    AWSAccountId: place.accountId,
    AlarmConfigurationUpdatedTimestamp: offsetTime(after.configured_at),
    NewStateValue: after.state,
    NewStateReason: after.reason,
    StateChangeTime: offsetTime(after.updated_at),
    Region: regionName(place.region),
    AlarmArn: alarmArn(place, after.name),
    OldStateValue: before.state,
    OKActions: spec.OKActions ?? [],
    AlarmActions: spec.AlarmActions ?? [],
    InsufficientDataActions: spec.InsufficientDataActions ?? [],
    Trigger: triggerOf(spec),
  });
}

function triggerOf(spec: AlarmSpec): object {
  const rule = {
    EvaluationPeriods: spec.EvaluationPeriods,
    ...(spec.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: spec.DatapointsToAlarm }),
    ComparisonOperator: spec.ComparisonOperator,
    Threshold: spec.Threshold,
    TreatMissingData: spec.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
  if (spec.Metrics !== undefined)
    return { Period: watchedPeriod(spec.Metrics), ...rule, Metrics: spec.Metrics };
  return {
    MetricName: spec.MetricName,
    Namespace: spec.Namespace,
    StatisticType: 'Statistic',
    Statistic: spec.Statistic?.toUpperCase(),
    Unit: spec.Unit ?? null,
    Dimensions: (spec.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    Period: spec.Period,
    ...rule,
  };
}

function watchedPeriod(queries: readonly MetricQuery[]): number {
  return Math.max(...queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0));
}

/** The event for the default bus, as CloudWatch shapes it. */
export function busEvent(place: Place, { before, after }: AlarmChange): string {
  const spec = alarmSpecOf(after);
  return JSON.stringify({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [alarmArn(place, after.name)],
    detail: {
      alarmName: after.name,
      state: stateOf(after),
      previousState: stateOf(before),
      configuration: {
        ...(spec.AlarmDescription === undefined ? {} : { description: spec.AlarmDescription }),
        metrics: watchedBy(spec).queries.map(configurationOf),
      },
    },
  });
}

function stateOf(row: AlarmRow): object {
  return {
    value: row.state,
    reason: row.reason,
    ...(row.reason_data === null ? {} : { reasonData: row.reason_data }),
    timestamp: offsetTime(row.updated_at),
  };
}

function configurationOf({ Id, MetricStat, Expression, Label, ReturnData = true }: MetricQuery): object {
  if (MetricStat === undefined)
    return { id: Id, expression: Expression, label: Label, returnData: ReturnData };
  const { Metric, Period, Stat } = MetricStat;
  const metric = {
    namespace: Metric.Namespace,
    name: Metric.MetricName,
    dimensions: dimensionMap(Metric.Dimensions),
  };
  return { id: Id, metricStat: { metric, period: Period, stat: Stat }, returnData: ReturnData };
}

/** `2024-01-15T10:30:00.000+0000`. */
export function offsetTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
