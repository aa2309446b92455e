import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { badInput, dimensionMap, dimensions, instant, integer, number } from './input-shapes.ts';
import { minuteOf } from './series-store.ts';
import type { MinuteRow, SeriesStore } from './series-store.ts';

const datumSchema = z.strictObject({
  MetricName: z.string().min(1).max(255),
  Dimensions: dimensions.optional(),
  Timestamp: instant.optional(),
  Value: number.optional(),
  Values: z.array(number).min(1).max(150).optional(),
  Counts: z.array(number).optional(),
  StatisticValues: z
    .strictObject({ SampleCount: number, Sum: number, Minimum: number, Maximum: number })
    .optional(),
  Unit: z.string().optional(),
  StorageResolution: integer
    .refine((value) => value === 60, 'only 60: the sandbox keeps metrics by the minute')
    .optional(),
});

type Datum = z.output<typeof datumSchema>;

const parse = inputOf(
  z.strictObject({
    Namespace: z.string().regex(/^[^:].*/),
    MetricData: z.array(datumSchema).min(1).max(1_000),
  }),
  badInput,
);

/** PutMetricData. */
export function putMetricData({ clock }: Ground, series: SeriesStore): Operation {
  return operation({
    name: 'PutMetricData',
    kind: 'write',
    parse,
    permissions: ({ Namespace }) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
    ],
    run: ({ Namespace, MetricData }) => {
      for (const datum of MetricData) {
        const key = {
          namespace: Namespace,
          name: datum.MetricName,
          dimensions: dimensionMap(datum.Dimensions),
        };
        const minute = minuteOf(datum.Timestamp ?? clock.now());
        series.add(series.idOf(key, datum.Unit ?? 'None'), { minute, ...valuesOf(datum) });
      }
    },
  });
}

function valuesOf({ MetricName, Value, Values, Counts, StatisticValues }: Datum): Omit<MinuteRow, 'minute'> {
  if ([Value, Values, StatisticValues].filter((member) => member !== undefined).length !== 1) {
    const message = `Give exactly one of Value, Values and StatisticValues for ${MetricName}.`;
    throw new AwsError('InvalidParameterCombination', message);
  }
  if (StatisticValues !== undefined) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues;
    return { sum: Sum, count: SampleCount, min: Minimum, max: Maximum };
  }
  const values = Values ?? [Value ?? 0];
  const counts = Counts ?? values.map(() => 1);
  if (counts.length !== values.length) {
    throw new AwsError('InvalidParameterValue', `Values and Counts of ${MetricName} must be equally long.`);
  }
  return {
    sum: values.reduce((sum, value, index) => sum + value * (counts[index] ?? 0), 0),
    count: counts.reduce((sum, count) => sum + count, 0),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}
