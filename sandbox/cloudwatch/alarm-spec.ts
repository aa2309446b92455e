import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';
import { dimensions, flag, integer, metricQuery, number, period, statistic } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { checkQueries } from './metric-data.ts';

const actions = z.array(z.string()).max(5).optional();

/** How a value meets the threshold. */
export const comparisonOperator = z.enum([
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
]);

/** An alarm as PutMetricAlarm and templates spell it; percentiles and anomaly detection are refused by name. */
export const alarmSchema = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1_024).optional(),
  ActionsEnabled: flag.optional(),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Statistic: statistic.optional(),
  Dimensions: dimensions.optional(),
  Period: period.optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: integer.refine((value) => value >= 1, 'must be at least 1'),
  DatapointsToAlarm: integer.optional(),
  Threshold: number,
  ComparisonOperator: comparisonOperator,
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  Metrics: z.array(metricQuery).min(1).max(20).optional(),
});

/** What an alarm watches and does. */
export type AlarmSpec = z.output<typeof alarmSchema>;

/** The one metric of a simple alarm. */
const singleId = 'm1';

/** What an alarm watches, as a set of metrics and the id of the one that counts. */
export function watchedBy(spec: AlarmSpec): {
  readonly queries: readonly MetricQuery[];
  readonly id: string;
} {
  if (spec.Metrics !== undefined) {
    return { queries: spec.Metrics, id: spec.Metrics.find(isReturned)?.Id ?? '' };
  }
  const { Namespace = '', MetricName = '', Dimensions, Period = 60, Statistic = 'Average', Unit } = spec;
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: Statistic, Unit };
  return { queries: [{ Id: singleId, MetricStat, ReturnData: true }], id: singleId };
}

/** Refuses alarms that cannot be evaluated. */
export function checkAlarm(spec: AlarmSpec): void {
  const { MetricName, Namespace, Statistic, Period, Metrics } = spec;
  const single = [MetricName, Namespace, Statistic, Period].filter((member) => member !== undefined).length;
  if (Metrics === undefined ? single < 4 : single > 0) {
    throw invalid('Give either MetricName, Namespace, Statistic and Period, or Metrics.');
  }
  if (Metrics !== undefined && Metrics.filter(isReturned).length !== 1) {
    throw invalid('Exactly one element of the metrics list should return data.');
  }
  if ((spec.DatapointsToAlarm ?? 1) > spec.EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  checkQueries(watchedBy(spec).queries);
  for (const action of [spec.OKActions, spec.AlarmActions, spec.InsufficientDataActions].flat()) {
    const service = parseArn(action ?? '')?.service;
    if (action !== undefined && service !== 'sns' && service !== 'lambda') {
      throw invalid(`The sandbox has no alarm action ${action}; it knows topics and functions.`);
    }
  }
}

function isReturned({ ReturnData }: MetricQuery): boolean {
  return ReturnData ?? true;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
