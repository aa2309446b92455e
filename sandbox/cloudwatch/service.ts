import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { AlarmStore } from './alarm-store.ts';
import { describeAlarms } from './describe-alarms.ts';
import type { GaugeList } from './gauges.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { createMinutePump } from './minute-pump.ts';
import { alarmResource } from './resources/alarm.ts';
import { dashboardResource } from './resources/dashboard.ts';
import type { CloudWatchRoom } from './room.ts';
import { SeriesStore } from './series-store.ts';
import { cloudwatchTables } from './tables.ts';

/** CloudWatch, with what other rooms need of it. */
export interface CloudWatch extends Service {
  readonly metrics: MetricSink;
  /** Adds a list of values that stand until they change; it is asked once a minute, inside a transaction. */
  readonly addGauges: (list: GaugeList) => void;
}

/** CloudWatch: metrics, which other rooms and lines in logs give, and the alarms of the template. */
export function createCloudWatch(ground: Ground): CloudWatch {
  ground.store.define(cloudwatchTables);
  const series = new SeriesStore(ground);
  const gauges: GaugeList[] = [];
  const room: CloudWatchRoom = { ground, series, alarms: new AlarmStore(ground), gauges };
  const pump = createMinutePump(room);
  return {
    name: 'cloudwatch',
    metrics: {
      put: (datum) => {
        series.add(datum);
      },
    },
    addGauges: (list) => gauges.push(list),
    wire: {
      target: 'GraniteServiceVersion20100801',
      jsonVersion: '1.0',
      query: { version: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
    },
    operations: [getMetricStatistics, listMetrics, describeAlarms].map((make) => make(room)),
    resourceTypes: [alarmResource(room), dashboardResource()],
    start: pump.wake,
    stop: pump.stop,
  };
}
