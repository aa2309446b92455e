import { expect, test, vi } from 'vitest';
import { BusinessMetrics } from './business-metrics.ts';
import { telemetry } from './telemetry.ts';

test('every metric is a series of its service and a series without dimensions', () => {
  const metrics = new BusinessMetrics({ namespace: 'OrderProcessingSystem', serviceName: 'order-creation' });
  metrics.addMetric('OrdersCreated', 'Count', 1);
  const output = metrics.serializeMetrics();
  const [directive] = output._aws.CloudWatchMetrics;
  expect(directive?.Namespace).toBe('OrderProcessingSystem');
  expect(directive?.Dimensions).toEqual([[], ['service']]);
  expect(output).toMatchObject({ OrdersCreated: 1, service: 'order-creation' });
});

test('metrics and log lines carry the time of the system clock, and so of a host that has one', () => {
  const hook = Symbol.for('serverless-sandbox.host');
  const at = Date.UTC(2024, 0, 15, 10, 30);
  Object.assign(globalThis, { [hook]: { now: () => at } });
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const metrics = new BusinessMetrics({ namespace: 'OrderProcessingSystem', serviceName: 'order-creation' });
  metrics.addMetric('OrdersCreated', 'Count', 1);
  telemetry().logger.info('order placed');
  const [line] = printed.mock.calls.map(([text]) => String(text));
  printed.mockRestore();
  expect(metrics.serializeMetrics()._aws.Timestamp).toBe(at);
  expect(metrics.singleMetric().serializeMetrics()._aws.Timestamp).toBe(at);
  Reflect.deleteProperty(globalThis, hook);
  expect(JSON.parse(line ?? '')).toMatchObject({ timestamp: '2024-01-15T10:30:00.000Z' });
});
