import { Metrics } from '@aws-lambda-powertools/metrics';
import type { EmfOutput } from '@aws-lambda-powertools/metrics/types';
import { systemClock } from '../../adapters/system/system-clock.ts';

/**
 * Metrics in embedded metric format. Every metric is published twice: once by service, and once without any dimension,
 * so that a plain `get-metric-statistics` by name finds data. (An empty dimension *set* is legal; an empty list of
 * sets is not.)
 */
export class BusinessMetrics extends Metrics {
  /** Publishes what was counted; an invocation that counted nothing is no reason for a warning. */
  override publishStoredMetrics(): this {
    return this.hasStoredMetrics() ? super.publishStoredMetrics() : this;
  }

  override serializeMetrics(): EmfOutput {
    const output = timed(super.serializeMetrics());
    for (const directive of output._aws.CloudWatchMetrics) directive.Dimensions.unshift([]);
    return output;
  }

  /** One metric with dimensions of its own, in no other series. */
  override singleMetric(): Metrics {
    const single = super.singleMetric();
    const serialize = single.serializeMetrics.bind(single);
    single.serializeMetrics = () => timed(serialize());
    return single;
  }
}

/** Metrics carry the time of the system clock, as everything else does. */
function timed(output: EmfOutput): EmfOutput {
  output._aws.Timestamp = systemClock.now();
  return output;
}
