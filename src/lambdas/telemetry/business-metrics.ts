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
    const output = super.serializeMetrics();
    output._aws.Timestamp = systemClock.now();
    for (const directive of output._aws.CloudWatchMetrics) directive.Dimensions.unshift([]);
    return output;
  }
}
