import { expect, test } from 'vitest';
import { BusinessMetrics } from './business-metrics.ts';

test('every metric is a series of its service and a series without dimensions', () => {
  const metrics = new BusinessMetrics({ namespace: 'OrderProcessingSystem', serviceName: 'order-creation' });
  metrics.addMetric('OrdersCreated', 'Count', 1);
  const output = metrics.serializeMetrics();
  const [directive] = output._aws.CloudWatchMetrics;
  expect(directive?.Namespace).toBe('OrderProcessingSystem');
  expect(directive?.Dimensions).toEqual([[], ['service']]);
  expect(output).toMatchObject({ OrdersCreated: 1, service: 'order-creation' });
});
