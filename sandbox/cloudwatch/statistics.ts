import type { MinuteRow, SeriesRow, SeriesStore } from './series-store.ts';
import { minuteOf } from './series-store.ts';

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
