import type { MetricDatum } from '../kernel/metric-sink.ts';
import type { SeriesStore } from './series-store.ts';

/** Lists values that stand until they change, such as the depth of every queue, as they are now. */
export type GaugeList = () => readonly MetricDatum[];

/**
 * Inside a write: writes the gauges that changed since the last sample, as values of a minute (since the epoch). An
 * unchanged gauge is not written again: its value stands until the next one; a gauge that is listed no more (its queue
 * is gone) stands no longer.
 */
export function sampleGauges(series: SeriesStore, lists: readonly GaugeList[], minute: number): void {
  const ended = new Map(series.gauges().map((row) => [row.id, row]));
  for (const datum of lists.flatMap((list) => list())) {
    const known = series.find(datum, datum.unit ?? 'None')[0];
    const standing = known !== undefined && ended.delete(known.id) ? series.last(known)?.max : undefined;
    if (standing !== datum.value) series.add({ ...datum, at: minute * 60_000 }, true);
  }
  for (const row of ended.values()) series.endGauge(row);
}
