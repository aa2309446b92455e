import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { dimensionMap, dimensions, instant, period, statistic } from './input-shapes.ts';
import { bucketsOf, valueOf } from './metric-data.ts';
import type { Grid } from './metric-data.ts';
import { cloudwatchOperation } from './room.ts';

const mostDatapoints = 1_440;

/** Each unit has datapoints of its own. */
export const getMetricStatistics = cloudwatchOperation({
  name: 'GetMetricStatistics',
  kind: 'read',
  members: {
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: dimensions.optional(),
    StartTime: instant,
    EndTime: instant,
    Period: period,
    Statistics: z.array(statistic).min(1).max(5),
    Unit: z.string().optional(),
  },
  run: ({ series: store }, input) => {
    const { Namespace: namespace, MetricName: name, Dimensions, Statistics, Unit } = input;
    const grid = gridOf(input);
    const series = store.find({ namespace, name, dimensions: dimensionMap(Dimensions) }, Unit);
    const datapoints = series.flatMap((one) =>
      bucketsOf(store, [one], grid).flatMap((bucket, index) => {
        if (bucket === undefined) return [];
        const values = Statistics.map((stat) => [stat, valueOf(bucket, stat)]);
        const at = new Timestamp(grid.start + index * grid.period);
        return [{ Timestamp: at, ...Object.fromEntries(values), Unit: one.unit }];
      }),
    );
    return { Label: name, Datapoints: datapoints };
  },
});

interface Span {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Period: number;
}

function gridOf({ StartTime, EndTime, Period }: Span): Grid {
  if (StartTime >= EndTime) {
    const message = 'The parameter StartTime must be less than the parameter EndTime.';
    throw new AwsError('InvalidParameterValue', message);
  }
  const ms = Period * 1_000;
  const start = Math.floor(StartTime / ms) * ms;
  const length = Math.ceil((EndTime - start) / ms);
  if (length > mostDatapoints) {
    const message = `You have requested up to ${String(length)} datapoints, which exceeds the limit of ${String(mostDatapoints)}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`;
    throw new AwsError('InvalidParameterCombination', message);
  }
  return { start, period: ms, length };
}
