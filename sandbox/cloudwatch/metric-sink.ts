import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import { minuteOf } from './series-store.ts';
import type { SeriesStore } from './series-store.ts';

/** The sink that other rooms put their metrics into: one upserted row per series and minute. */
export function createMetricSink({ clock }: Ground, series: SeriesStore): MetricSink {
  return {
    put: ({ namespace, name, dimensions, value, unit = 'None', at = clock.now() }) => {
      const id = series.idOf({ namespace, name, dimensions }, unit);
      series.add(id, { minute: minuteOf(at), sum: value, count: 1, min: value, max: value });
    },
  };
}
