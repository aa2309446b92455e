import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { Timestamp } from '../kernel/timestamp.ts';
import { badInput, instant, metricQuery } from './input-shapes.ts';
import { checkQueries, periodOf, pointsOf } from './metric-data.ts';
import type { SeriesStore } from './series-store.ts';

const parse = inputOf(
  z.strictObject({
    MetricDataQueries: z.array(metricQuery).min(1).max(500),
    StartTime: instant,
    EndTime: instant,
    ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).optional(),
  }),
  badInput,
);

const mostDatapoints = 100_800;

/** GetMetricData: all on one page; the metrics of a call share one period. */
export function getMetricData(store: SeriesStore): Operation {
  return operation({
    name: 'GetMetricData',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
    run: ({ MetricDataQueries, StartTime, EndTime, ScanBy }) => {
      checkQueries(MetricDataQueries);
      const period = onePeriod(MetricDataQueries);
      const start = Math.floor(StartTime / period) * period;
      const length = Math.max(0, Math.ceil((EndTime - start) / period));
      if (length > mostDatapoints) throw new AwsError('InvalidParameterValue', 'The time range is too long.');
      const points = pointsOf(store, MetricDataQueries, { start, period, length });
      const results = MetricDataQueries.filter(({ ReturnData }) => ReturnData ?? true).map((query) => {
        const found = points(query.Id).flatMap((value, index) =>
          value === undefined ? [] : [{ at: new Timestamp(start + index * period), value }],
        );
        if (ScanBy !== 'TimestampAscending') found.reverse();
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
          Timestamps: found.map(({ at }) => at),
          Values: found.map(({ value }) => value),
          StatusCode: 'Complete',
        };
      });
      return { MetricDataResults: results, Messages: [] };
    },
  });
}

function onePeriod(queries: z.output<typeof metricQuery>[]): number {
  const periods = new Set(
    queries.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Period])),
  );
  if (periods.size > 1) {
    throw new AwsError('InvalidParameterValue', 'The sandbox supports one Period for all metrics of a call.');
  }
  return periodOf(queries);
}
