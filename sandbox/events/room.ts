import type { Ground } from '../kernel/ground.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import type { BusStore } from './bus-store.ts';
import type { RuleStore } from './rule-store.ts';

/** What EventBridge works with. */
export interface EventsRoom {
  readonly ground: Ground;
  readonly metrics: MetricSink | undefined;
  readonly buses: BusStore;
  readonly rules: RuleStore;
}
