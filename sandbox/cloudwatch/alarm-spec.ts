import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { parseArn } from '../kernel/place.ts';
import { dimensions, flag, integer, metricQuery, number, period, statistic } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { checkQueries } from './metric-data.ts';

const actions = z.array(z.string()).max(5).default([]);

/** An alarm as templates spell it; percentiles and anomaly detection are refused by name. */
export const alarmSchema = z.strictObject({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1_024).optional(),
  ActionsEnabled: flag.default(true),
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
  ComparisonOperator: z.enum([
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).default('missing'),
  Metrics: z.array(metricQuery).min(1).max(20).optional(),
});

/** What an alarm watches and does. */
export type AlarmSpec = z.output<typeof alarmSchema>;

/** What an alarm watches, as a set of metrics; exactly one of them counts. */
export function watchedBy(spec: Omit<AlarmSpec, 'AlarmName'>): readonly MetricQuery[] {
  if (spec.Metrics !== undefined) return spec.Metrics;
  const { Namespace = '', MetricName = '', Dimensions, Period = 60, Statistic = 'Average', Unit } = spec;
  const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period, Stat: Statistic, Unit };
  return [{ Id: 'm1', MetricStat, ReturnData: true }];
}

/** Refuses alarms that cannot be evaluated. */
export function checkAlarm(spec: Omit<AlarmSpec, 'AlarmName'>): void {
  const { MetricName, Namespace, Statistic, Period, Metrics } = spec;
  const single = [MetricName, Namespace, Statistic, Period].filter((member) => member !== undefined).length;
  if (Metrics === undefined ? single < 4 : single > 0) {
    throw invalid('Give either MetricName, Namespace, Statistic and Period, or Metrics.');
  }
  if ((spec.DatapointsToAlarm ?? 1) > spec.EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  checkQueries(watchedBy(spec));
  for (const action of [...spec.OKActions, ...spec.AlarmActions, ...spec.InsufficientDataActions]) {
    if (!['sns', 'lambda'].includes(parseArn(action)?.service ?? '')) {
      throw invalid(`The sandbox has no alarm action ${action}; it knows topics and functions.`);
    }
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
