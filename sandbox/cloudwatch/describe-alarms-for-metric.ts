import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { alarmShape } from './alarm-shape.ts';
import { alarmArn, alarmSpecOf } from './alarm-store.ts';
import type { AlarmStore } from './alarm-store.ts';
import { badInput, dimensionMap, dimensions, period, statistic } from './input-shapes.ts';
import { dimensionsText } from './series-store.ts';

const parse = inputOf(
  z.strictObject({
    MetricName: z.string(),
    Namespace: z.string(),
    Statistic: statistic.optional(),
    Dimensions: dimensions.optional(),
    Period: period.optional(),
    Unit: z.string().optional(),
  }),
  badInput,
);

/** DescribeAlarmsForMetric: alarms on exactly this metric, not those on expressions. */
export function describeAlarmsForMetric({ place }: Ground, alarms: AlarmStore): Operation {
  return operation({
    name: 'DescribeAlarmsForMetric',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:DescribeAlarmsForMetric', resource: alarmArn(place, '*') }],
    run: (input) => {
      const wanted = dimensionsText(dimensionMap(input.Dimensions));
      const found = alarms.list().filter((row) => {
        const spec = alarmSpecOf(row);
        return (
          spec.MetricName === input.MetricName &&
          spec.Namespace === input.Namespace &&
          dimensionsText(dimensionMap(spec.Dimensions)) === wanted &&
          (input.Statistic ?? spec.Statistic) === spec.Statistic &&
          (input.Period ?? spec.Period) === spec.Period &&
          (input.Unit ?? spec.Unit) === spec.Unit
        );
      });
      return { MetricAlarms: found.map((row) => alarmShape(place, row)) };
    },
  });
}
