import * as z from 'zod';

/**
 * A point in time as the wire protocols give it: epoch seconds (JSON, CBOR) or ISO 8601 (Query). Epoch ms inside.
 */
export const instant = z
  .union([z.number(), z.string()])
  .transform((value) => (typeof value === 'number' ? value * 1_000 : Date.parse(value)))
  .refine((ms) => Number.isFinite(ms), 'is no timestamp');

/** A boolean; the Query protocol and templates send text. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** A number; the Query protocol and templates send text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^[+-]?[\d.]+(e[+-]?\d+)?$/i)
    .transform(Number),
]);

/** A whole number. */
export const integer = number.refine((value) => Number.isSafeInteger(value), 'must be a whole number');

/** A period: the sandbox keeps one row a minute, so that seconds cannot be told apart. */
export const period = integer.refine(
  (value) => value >= 60 && value % 60 === 0,
  'must be a multiple of 60: the sandbox keeps metrics by the minute',
);

/** The statistics that can be told from sums per minute. */
export const statistic = z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'], {
  error: 'percentiles and the like are not supported by the sandbox: it keeps sums per minute, not samples',
});

/** Dimensions as AWS spells them. */
export const dimensions = z
  .array(z.strictObject({ Name: z.string().min(1), Value: z.string().min(1) }))
  .max(30);

/** Dimensions as the room keeps them. */
export function dimensionMap(list: z.output<typeof dimensions> = []): Readonly<Record<string, string>> {
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

/** One entry of an alarm's `Metrics`. */
export const metricQuery = z.strictObject({
  Id: z.string().regex(/^[a-z]\w{0,254}$/),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: dimensions.optional(),
      }),
      Period: period,
      Stat: statistic,
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().max(2_048).optional(),
  Label: z.string().optional(),
  ReturnData: flag.default(true),
});

/** One metric of a set, or an expression over its metrics by their ids. */
export type MetricQuery = z.output<typeof metricQuery>;
