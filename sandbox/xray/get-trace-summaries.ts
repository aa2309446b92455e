import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { SegmentStore } from './segment-store.ts';
import { summaryOf } from './trace.ts';

// FilterExpression is refused by name: everything in the range is given.
const parse = inputOf(
  z.strictObject({
    StartTime: z.number(),
    EndTime: z.number(),
    TimeRangeType: z.enum(['TraceId', 'Event']).optional(),
    Sampling: z.literal(false).optional(),
    NextToken: z.string().optional(),
  }),
  'InvalidRequestException',
);

const pageSize = 100;

/** GetTraceSummaries: traces that began in the range, the latest first. */
export function getTraceSummaries(segments: SegmentStore): Operation {
  return operation({
    name: 'GetTraceSummaries',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'xray:GetTraceSummaries', resource: '*' }],
    run: ({ StartTime, EndTime, NextToken }) => {
      const ids = segments.traceIds(StartTime, EndTime);
      const from = Number(NextToken ?? 0);
      if (!Number.isSafeInteger(from)) throw new AwsError('InvalidRequestException', 'Invalid NextToken');
      const page = ids.slice(from, from + pageSize);
      return {
        TraceSummaries: page.map((id) => summaryOf(id, segments.ofTrace(id))),
        TracesProcessedCount: page.length,
        ApproximateTime: EndTime,
        ...(from + pageSize < ids.length ? { NextToken: String(from + pageSize) } : {}),
      };
    },
  });
}
