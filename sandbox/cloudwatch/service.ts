import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { Service } from '../kernel/service.ts';
import { createAlarmStore } from './alarm-store.ts';
import { createDashboardStore } from './dashboard-store.ts';
import { deleteAlarms } from './delete-alarms.ts';
import { deleteDashboards } from './delete-dashboards.ts';
import { describeAlarmHistory } from './describe-alarm-history.ts';
import { describeAlarmsForMetric } from './describe-alarms-for-metric.ts';
import { describeAlarms } from './describe-alarms.ts';
import { createGaugeSampler } from './gauges.ts';
import type { GaugeList } from './gauges.ts';
import { getDashboard } from './get-dashboard.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listDashboards } from './list-dashboards.ts';
import { listMetrics } from './list-metrics.ts';
import { createMetricSink } from './metric-sink.ts';
import { createMinutePump } from './minute-pump.ts';
import { putDashboard } from './put-dashboard.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { alarmResource } from './resources/alarm.ts';
import { dashboardResource } from './resources/dashboard.ts';
import { createSeriesStore } from './series-store.ts';
import { setAlarmActions } from './set-alarm-actions.ts';
import { setAlarmState } from './set-alarm-state.ts';
import { cloudwatchTables } from './tables.ts';

/** CloudWatch, with what other rooms need of it. */
export interface CloudWatch extends Service {
  readonly metrics: MetricSink;
  /** Adds a list of values that stand until they change; it is asked once a minute, inside a transaction. */
  readonly addGauges: (list: GaugeList) => void;
}

/** CloudWatch metrics, alarms and dashboards. Logs are a room of their own. */
export function createCloudWatch(ground: Ground): CloudWatch {
  ground.store.define(cloudwatchTables);
  const series = createSeriesStore(ground);
  const alarms = createAlarmStore(ground);
  const dashboards = createDashboardStore(ground);
  const lists: GaugeList[] = [];
  const pump = createMinutePump({ ground, series, alarms, gauges: createGaugeSampler(series, lists) });
  return {
    name: 'cloudwatch',
    metrics: createMetricSink(ground, series),
    addGauges: (list) => lists.push(list),
    wire: {
      target: 'GraniteServiceVersion20100801',
      jsonVersion: '1.0',
      queryVersion: '2010-08-01',
      query: { namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
    },
    operations: [
      putMetricData(ground, series),
      getMetricStatistics(series),
      getMetricData(series),
      listMetrics(ground, series),
      putMetricAlarm(ground, alarms, pump.wake),
      describeAlarms(ground, alarms),
      describeAlarmsForMetric(ground, alarms),
      describeAlarmHistory(ground, alarms),
      setAlarmState(ground, alarms),
      setAlarmActions(alarms, 'EnableAlarmActions'),
      setAlarmActions(alarms, 'DisableAlarmActions'),
      deleteAlarms(alarms),
      putDashboard(dashboards),
      getDashboard(ground, dashboards),
      listDashboards(ground, dashboards),
      deleteDashboards(dashboards),
    ],
    resourceTypes: [alarmResource(ground, alarms), dashboardResource(dashboards)],
    start: pump.wake,
    stop: pump.stop,
  };
}
