import * as z from 'zod';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { badInput, dimensionMap, dimensions, instant, integer, number } from './input-shapes.ts';
import type { SeriesStore } from './series-store.ts';

const datumSchema = z.strictObject({
  MetricName: z.string().min(1).max(255),
  Dimensions: dimensions.optional(),
  Timestamp: instant.optional(),
  Value: number,
  Unit: z.string().default('None'),
  StorageResolution: integer
    .refine((value) => value === 60, 'only 60: the sandbox keeps metrics by the minute')
    .optional(),
});

const parse = inputOf(
  z.strictObject({
    Namespace: z.string().regex(/^[^:].*/),
    MetricData: z.array(datumSchema).min(1).max(1_000),
  }),
  badInput,
);

/** PutMetricData, of single values: sets of statistics and lists of values are refused by name. */
export function putMetricData({ clock }: Ground, series: SeriesStore): Operation {
  return operation({
    name: 'PutMetricData',
    kind: 'write',
    parse,
    permissions: ({ Namespace }) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
    ],
    run: ({ Namespace: namespace, MetricData }) => {
      for (const {
        MetricName: name,
        Dimensions,
        Timestamp: at = clock.now(),
        Value: value,
        Unit,
      } of MetricData) {
        series.add({ namespace, name, dimensions: dimensionMap(Dimensions), value, unit: Unit, at });
      }
    },
  });
}
