import type { Ground } from '../kernel/ground.ts';
import { membersWith, operationsOf } from '../kernel/room-operation.ts';
import type { AlarmStore } from './alarm-store.ts';
import type { GaugeList } from './gauges.ts';
import type { SeriesStore } from './series-store.ts';

/** What CloudWatch works with. */
export interface CloudWatchRoom {
  readonly ground: Ground;
  readonly series: SeriesStore;
  readonly alarms: AlarmStore;
  readonly gauges: readonly GaugeList[];
}

/** Declares an operation of CloudWatch. */
export const cloudwatchOperation = operationsOf<CloudWatchRoom>(
  'cloudwatch',
  membersWith('InvalidParameterValue'),
);
