import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import { badInput, dimensionList } from './input-shapes.ts';
import { dimensionsOf, minuteOf } from './series-store.ts';
import type { SeriesRow, SeriesStore } from './series-store.ts';

const parse = inputOf(
  z.strictObject({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: z
      .array(z.strictObject({ Name: z.string(), Value: z.string().optional() }))
      .max(10)
      .optional(),
    RecentlyActive: z.literal('PT3H').optional(),
    NextToken: z.string().optional(),
  }),
  badInput,
);

const pageSize = 500;

/** ListMetrics: five hundred a page; `Dimensions` is a filter here. */
export function listMetrics({ clock }: Ground, store: SeriesStore): Operation {
  return operation({
    name: 'ListMetrics',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
    run: (input) => {
      const since = input.RecentlyActive === undefined ? 0 : minuteOf(clock.now()) - 180;
      const metrics = new Map<string, SeriesRow>();
      for (const row of store.list({ namespace: input.Namespace, name: input.MetricName })) {
        if ((store.last(row.id)?.minute ?? 0) < since && row.gauge === 0) continue;
        const has = dimensionsOf(row);
        const fits = (input.Dimensions ?? []).every(({ Name, Value }) =>
          Value === undefined ? Object.hasOwn(has, Name) : has[Name] === Value,
        );
        if (fits) metrics.set(`${row.namespace}\n${row.name}\n${row.dimensions}`, row);
      }
      const from = Number(input.NextToken ?? 0);
      if (!Number.isSafeInteger(from)) throw new AwsError('InvalidParameterValue', 'Invalid nextToken');
      const page = [...metrics.values()].slice(from, from + pageSize);
      return {
        Metrics: page.map((row) => ({
          Namespace: row.namespace,
          MetricName: row.name,
          Dimensions: dimensionList(dimensionsOf(row)),
        })),
        ...(from + pageSize < metrics.size ? { NextToken: String(from + pageSize) } : {}),
      };
    },
  });
}
