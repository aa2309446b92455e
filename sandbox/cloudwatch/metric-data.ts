import { AwsError } from '../kernel/errors.ts';
import { dimensionMap } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { compileExpression } from './metric-math.ts';
import type { Point } from './metric-math.ts';
import { minuteOf } from './series-store.ts';
import type { MinuteRow, SeriesRow, SeriesStore } from './series-store.ts';

/** The values of the one query that counts, a point per stretch of the grid. */
export function pointsOf(store: SeriesStore, queries: readonly MetricQuery[], grid: Grid): readonly Point[] {
  const { MetricStat, Expression = '' } = queries.find(({ ReturnData }) => ReturnData) ?? {};
  if (MetricStat !== undefined) return statPoints(store, MetricStat, grid);
  const metrics = new Map(
    queries.flatMap(({ Id, MetricStat: stat }) =>
      stat === undefined ? [] : [[Id, statPoints(store, stat, grid)] as const],
    ),
  );
  const { evaluate } = compileExpression(Expression);
  return Array.from({ length: grid.length }, (_, index) => evaluate((id) => metrics.get(id)?.[index]));
}

/** Refuses sets that cannot be evaluated: two results, unknown ids, two sources or none in one entry. */
export function checkQueries(queries: readonly MetricQuery[]): void {
  if (queries.filter(({ ReturnData }) => ReturnData).length !== 1) {
    throw invalid('Exactly one element of the metrics list should return data.');
  }
  const metrics = queries.flatMap(({ Id, MetricStat }) => (MetricStat === undefined ? [] : [Id]));
  for (const { Id, MetricStat, Expression } of queries) {
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw invalid(`Exactly one of MetricStat and Expression must be given for ${Id}.`);
    }
    const unknown = compileExpression(Expression ?? '0').ids.find((id) => !metrics.includes(id));
    if (unknown !== undefined)
      throw invalid(`The expression ${Id} names ${unknown}, which is no metric here.`);
  }
}

/** The longest period of a set: the stretch that one point of it stands for, ms. */
export function periodOf(queries: readonly MetricQuery[]): number {
  return Math.max(60, ...queries.map(({ MetricStat }) => MetricStat?.Period ?? 0)) * 1_000;
}

function statPoints(
  store: SeriesStore,
  { Metric, Stat, Unit }: NonNullable<MetricQuery['MetricStat']>,
  grid: Grid,
): readonly Point[] {
  const { Namespace: namespace, MetricName: name, Dimensions } = Metric;
  const series = store.find({ namespace, name, dimensions: dimensionMap(Dimensions) }, Unit);
  return bucketsOf(store, series, grid).map((bucket) => valueOf(bucket, Stat));
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** The statistics that the room can tell. */
export type Statistic = 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';

/** Equal stretches of time, one after the other. */
export interface Grid {
  /** Epoch ms of the first stretch's begin, a whole minute. */
  readonly start: number;
  /** Length of a stretch, ms, whole minutes. */
  readonly period: number;
  readonly length: number;
}

/** The values of a stretch, put together; undefined where there were none. */
export type Bucket = Omit<MinuteRow, 'minute'> | undefined;

/** Puts the minutes of series together by the stretches of a grid. */
export function bucketsOf(store: SeriesStore, series: readonly SeriesRow[], grid: Grid): readonly Bucket[] {
  const buckets: Bucket[] = Array.from({ length: grid.length });
  const end = grid.start + grid.period * grid.length;
  for (const one of series) {
    for (const row of store.minutes(one, minuteOf(grid.start), minuteOf(end))) {
      const index = Math.floor((row.minute * 60_000 - grid.start) / grid.period);
      buckets[index] = merged(buckets[index], row);
    }
  }
  return buckets;
}

/** One statistic of a bucket. */
export function valueOf(bucket: Bucket, statistic: Statistic): number | undefined {
  if (bucket === undefined) return undefined;
  const { sum, count, min, max } = bucket;
  return { SampleCount: count, Average: sum / count, Sum: sum, Minimum: min, Maximum: max }[statistic];
}

function merged(a: Bucket, b: NonNullable<Bucket>): Bucket {
  if (a === undefined) return b;
  return {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}
