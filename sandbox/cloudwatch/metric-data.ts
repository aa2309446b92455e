import { AwsError } from '../kernel/errors.ts';
import { dimensionMap } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { compileExpression } from './metric-math.ts';
import type { Point } from './metric-math.ts';
import type { SeriesStore } from './series-store.ts';
import { bucketsOf, valueOf } from './statistics.ts';
import type { Grid } from './statistics.ts';

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
