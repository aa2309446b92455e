import { expect, it } from 'vitest';
import type { MetricDatum } from '../kernel/metric-sink.ts';
import { extractMetrics } from './embedded-metrics.ts';

function metricsIn(line: unknown): MetricDatum[] {
  const found: MetricDatum[] = [];
  extractMetrics(typeof line === 'string' ? line : JSON.stringify(line), {
    put: (datum) => found.push(datum),
  });
  return found;
}

const directive = {
  Namespace: 'Widgets',
  Dimensions: [[], ['service'], ['missing']],
  Metrics: [{ Name: 'Made', Unit: 'Count' }, { Name: 'Weight' }],
};

it('gives every metric for every set of dimensions that has values', () => {
  const line = {
    _aws: { Timestamp: 5, CloudWatchMetrics: [directive] },
    service: 'shop',
    Made: [1, 2],
    Weight: 0.5,
  };
  const common = { namespace: 'Widgets', at: 5 };
  expect(metricsIn(line)).toEqual([
    { ...common, name: 'Made', unit: 'Count', value: 1, dimensions: {} },
    { ...common, name: 'Made', unit: 'Count', value: 1, dimensions: { service: 'shop' } },
    { ...common, name: 'Made', unit: 'Count', value: 2, dimensions: {} },
    { ...common, name: 'Made', unit: 'Count', value: 2, dimensions: { service: 'shop' } },
    { ...common, name: 'Weight', value: 0.5, dimensions: {} },
    { ...common, name: 'Weight', value: 0.5, dimensions: { service: 'shop' } },
  ]);
});

it('leaves other lines alone, malformed ones too', () => {
  const lines = ['plain', '{"_aws"', { _aws: 1 }, { _aws: { CloudWatchMetrics: 'x' } }, { level: 'INFO' }];
  expect(lines.flatMap(metricsIn)).toEqual([]);
  expect(metricsIn({ _aws: { CloudWatchMetrics: [directive] }, Made: 'many' })).toEqual([]);
});

it.each([1e300, -1e300, 0.5, '5', null])('takes no metrics from a line at the time %s', (Timestamp) => {
  expect(metricsIn({ _aws: { Timestamp, CloudWatchMetrics: [directive] }, Made: 1 })).toEqual([]);
});
