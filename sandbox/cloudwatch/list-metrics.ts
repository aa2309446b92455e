import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { badInput } from './input-shapes.ts';
import { dimensionsOf } from './series-store.ts';
import type { SeriesRow, SeriesStore } from './series-store.ts';

const parse = inputOf(
  z.strictObject({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: z
      .array(z.strictObject({ Name: z.string(), Value: z.string().optional() }))
      .max(10)
      .default([]),
  }),
  badInput,
);

type Filter = ReturnType<typeof parse>;

/** ListMetrics: all on one page; `Dimensions` is a filter here. */
export function listMetrics(store: SeriesStore): Operation {
  return operation({
    name: 'ListMetrics',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
    run: (filter) => {
      const found = store.list().filter((row) => fits(row, filter));
      // A metric has a series per unit.
      const metrics = new Map(found.map((row) => [`${row.namespace}\n${row.name}\n${row.dimensions}`, row]));
      return { Metrics: [...metrics.values()].map(shown) };
    },
  });
}

function fits(row: SeriesRow, { Namespace, MetricName, Dimensions }: Filter): boolean {
  const has = dimensionsOf(row);
  return (
    row.namespace === (Namespace ?? row.namespace) &&
    row.name === (MetricName ?? row.name) &&
    Dimensions.every(({ Name, Value }) => Object.hasOwn(has, Name) && has[Name] === (Value ?? has[Name]))
  );
}

function shown(row: SeriesRow): object {
  const dimensions = Object.entries(dimensionsOf(row)).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: row.namespace, MetricName: row.name, Dimensions: dimensions };
}
