import type { Place } from '../kernel/place.ts';
import { watchedBy } from './alarm-spec.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { alarmArn } from './alarm-store.ts';
import type { Alarm } from './alarm-store.ts';
import { dimensionMap } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { periodOf } from './metric-data.ts';
import { regionName } from './region-name.ts';

/** An alarm before and after it changed its state. */
export interface AlarmChange {
  readonly before: Alarm;
  readonly after: Alarm;
}

/** The subject of the e-mails that topics send of it. */
export function topicSubject(place: Place, { after }: AlarmChange): string {
  return `${after.state}: "${after.name}" in ${regionName(place.region)}`;
}

/** The message that topics get, as CloudWatch shapes it. */
export function topicMessage(place: Place, { before, after }: AlarmChange): string {
  const { spec } = after;
  return JSON.stringify({
    AlarmName: after.name,
    AlarmDescription: spec.AlarmDescription ?? null,
    AWSAccountId: place.accountId,
    AlarmConfigurationUpdatedTimestamp: offsetTime(after.configuredAt),
    NewStateValue: after.state,
    NewStateReason: after.reason,
    StateChangeTime: offsetTime(after.updatedAt),
    Region: regionName(place.region),
    AlarmArn: alarmArn(place, after.name),
    OldStateValue: before.state,
    OKActions: spec.OKActions,
    AlarmActions: spec.AlarmActions,
    InsufficientDataActions: spec.InsufficientDataActions,
    Trigger: triggerOf(spec),
  });
}

function triggerOf(spec: AlarmSpec): object {
  const { Metrics, MetricName, Namespace, Statistic, Unit = null, Dimensions = [] } = spec;
  const single = {
    MetricName,
    Namespace,
    StatisticType: 'Statistic',
    Statistic: Statistic?.toUpperCase(),
    Unit,
    Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
  };
  return {
    ...(Metrics === undefined ? single : { Metrics }),
    Period: periodOf(watchedBy(spec)) / 1_000,
    EvaluationPeriods: spec.EvaluationPeriods,
    DatapointsToAlarm: spec.DatapointsToAlarm,
    ComparisonOperator: spec.ComparisonOperator,
    Threshold: spec.Threshold,
    TreatMissingData: spec.TreatMissingData,
    EvaluateLowSampleCountPercentile: '',
  };
}

/** The event for the default bus, as CloudWatch shapes it. */
export function busEvent(place: Place, { before, after }: AlarmChange): string {
  return JSON.stringify({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    resources: [alarmArn(place, after.name)],
    detail: {
      alarmName: after.name,
      state: stateOf(after),
      previousState: stateOf(before),
      configuration: {
        description: after.spec.AlarmDescription,
        metrics: watchedBy(after.spec).map(configurationOf),
      },
    },
  });
}

function stateOf({ state, reason, reasonData, updatedAt }: Alarm): object {
  return { value: state, reason, reasonData: reasonData ?? undefined, timestamp: offsetTime(updatedAt) };
}

function configurationOf({ Id, MetricStat, Expression, Label, ReturnData }: MetricQuery): object {
  if (MetricStat === undefined) {
    return { id: Id, expression: Expression, label: Label, returnData: ReturnData };
  }
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
