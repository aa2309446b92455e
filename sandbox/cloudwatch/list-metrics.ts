import * as z from 'zod';
import type { Members } from '../kernel/room-operation.ts';
import { cloudwatchOperation } from './room.ts';
import { dimensionsOf } from './series-store.ts';
import type { SeriesRow } from './series-store.ts';

const members = {
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z
    .array(z.strictObject({ Name: z.string(), Value: z.string().optional() }))
    .max(10)
    .default([]),
};

/** All on one page; `Dimensions` is a filter here. */
export const listMetrics = cloudwatchOperation({
  name: 'ListMetrics',
  kind: 'read',
  members,
  run: ({ series }, filter) => {
    const found = series.list().filter((row) => fits(row, filter));
    // A metric has a series per unit.
    const metrics = new Map(
      found.map((row) => [JSON.stringify([row.namespace, row.name, row.dimensions]), row]),
    );
    return { Metrics: [...metrics.values()].map(shown) };
  },
});

function fits(row: SeriesRow, { Namespace, MetricName, Dimensions }: Members<typeof members>): boolean {
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
