import { AwsError } from '../kernel/errors.ts';
import { dimensionMap } from './input-shapes.ts';
import type { MetricQuery } from './input-shapes.ts';
import { compileExpression } from './metric-math.ts';
import type { SeriesStore } from './series-store.ts';
import { bucketsOf, valueOf } from './statistics.ts';
import type { Grid, Points } from './statistics.ts';

/** Evaluates the metrics and expressions of one set on one grid. */
export function pointsOf(
  store: SeriesStore,
  queries: readonly MetricQuery[],
  grid: Grid,
): (id: string) => Points {
  const known = new Map<string, Points>();
  const evaluate = (id: string): Points => {
    const done = known.get(id);
    if (done !== undefined) return done;
    const query = queries.find((candidate) => candidate.Id === id);
    if (query === undefined)
      throw new AwsError('ValidationError', `Undefined metric id ${id} in an expression.`);
    const points =
      query.MetricStat === undefined ? ofExpression(query) : statPoints(store, query.MetricStat, grid);
    known.set(id, points);
    return points;
  };
  const ofExpression = ({ Expression = '' }: MetricQuery): Points => {
    const value = compileExpression(Expression)(evaluate);
    return typeof value === 'number' ? Array.from({ length: grid.length }, () => value) : value;
  };
  return evaluate;
}

/** Refuses sets that cannot be evaluated: unknown ids, circles, two sources or none in one entry. */
export function checkQueries(queries: readonly MetricQuery[]): void {
  const ids = new Set<string>();
  for (const { Id, MetricStat, Expression } of queries) {
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw new AwsError(
        'ValidationError',
        `Exactly one of MetricStat and Expression must be given for ${Id}.`,
      );
    }
    if (ids.has(Id)) throw new AwsError('ValidationError', `The id ${Id} is given twice.`);
    ids.add(Id);
  }
  for (const { Id } of queries) visit(queries, Id, []);
}

/** The longest period of a set: the stretch that one point of it stands for, ms. */
export function periodOf(queries: readonly MetricQuery[]): number {
  const seconds = queries.map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0);
  return (Math.max(...seconds) || 60) * 1_000;
}

function statPoints(store: SeriesStore, stat: NonNullable<MetricQuery['MetricStat']>, grid: Grid): Points {
  const { Metric, Stat, Unit } = stat;
  const { Namespace: namespace, MetricName: name, Dimensions } = Metric;
  const series = store.find({ namespace, name, dimensions: dimensionMap(Dimensions) }, Unit);
  return bucketsOf(store, series, grid).map((bucket) => valueOf(bucket, Stat));
}

function visit(queries: readonly MetricQuery[], id: string, path: readonly string[]): void {
  const query = queries.find((candidate) => candidate.Id === id);
  if (query === undefined)
    throw new AwsError('ValidationError', `Undefined metric id ${id} in an expression.`);
  if (path.includes(id)) throw new AwsError('ValidationError', `The expression ${id} refers to itself.`);
  if (query.Expression === undefined) return;
  compileExpression(query.Expression)((other) => {
    visit(queries, other, [...path, id]);
    return [];
  });
}
