import * as z from 'zod';

/** What the room reads of a segment document; the rest is kept as it came. */
export const segmentSchema = z.looseObject(
  {
    id: z.string().regex(/^[0-9a-f]{16}$/, '16 hexadecimal digits wanted'),
    trace_id: z.string().regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/, '1-…-… wanted'),
    name: z.string(),
    /** Epoch seconds. */
    start_time: z.number(),
  },
  'no JSON object',
);

/** A segment, or a subsegment that was sent by itself. */
export type Segment = z.output<typeof segmentSchema>;

/** Epoch seconds; undefined while it runs. */
export function endOf({ end_time: end }: Segment): number | undefined {
  return typeof end === 'number' ? end : undefined;
}
