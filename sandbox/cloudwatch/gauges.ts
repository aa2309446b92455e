import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { SeriesStore } from './series-store.ts';

/** Lists values that stand until they change, such as the depth of every queue, as they are now. */
export type GaugeList = () => readonly MetricDatum[];

/** Samples gauges. */
export interface GaugeSampler {
  /** Inside a write: writes the gauges that changed since the last sample, as values of `minute`. */
  sample(minute: number): void;
}

/**
 * A sampler over the rooms' lists. An unchanged gauge is not written again: its value stands until the next one; a
 * gauge that is listed no more (its queue is gone) stands no longer.
 */
export function createGaugeSampler(series: SeriesStore, lists: readonly GaugeList[]): GaugeSampler {
  let sampled: number | undefined;
  return {
    sample: (minute) => {
      if (sampled === minute) return;
      sampled = minute;
      const listed = new Set<number>();
      const known = new Set(series.gauges().map(({ id }) => id));
      for (const { namespace, name, dimensions, value, unit = 'None' } of lists.flatMap((list) => list())) {
        const id = series.idOf({ namespace, name, dimensions }, unit);
        listed.add(id);
        if (!known.has(id)) series.setGauge(id, true);
        if (series.last(id)?.max === value && known.has(id)) continue;
        series.add(id, { minute, sum: value, count: 1, min: value, max: value });
      }
      for (const id of known) if (!listed.has(id)) series.setGauge(id, false);
    },
  };
}
