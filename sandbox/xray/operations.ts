import * as z from 'zod';
import { AwsError } from '../kernel/errors.ts';
import { describeIssues, inputOf } from '../kernel/input.ts';
import { parseJson } from '../kernel/json.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation, OperationKind } from '../kernel/operation.ts';
import type { SegmentStore } from './segment-store.ts';
import { segmentSchema } from './segment.ts';
import { stretchOf, summaryOf } from './trace.ts';

interface XrayOperation<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly kind: OperationKind;
  readonly members: Shape;
  readonly run: (input: z.output<z.ZodObject<Shape>>) => unknown;
}

/** An operation that is permitted by the action of the same name; X-Ray knows no resources. */
function xrayOperation<Shape extends z.ZodRawShape>(spec: XrayOperation<Shape>): Operation {
  return operation({
    ...spec,
    parse: inputOf(z.strictObject(spec.members), 'InvalidRequestException'),
    permissions: () => [{ action: `xray:${spec.name}`, resource: '*' }],
  });
}

/** PutTraceSegments: bad documents are answered, good ones kept. */
export function putTraceSegments(segments: SegmentStore): Operation {
  return xrayOperation({
    name: 'PutTraceSegments',
    kind: 'write',
    members: { TraceSegmentDocuments: z.array(z.string()) },
    run: ({ TraceSegmentDocuments }) => ({
      UnprocessedTraceSegments: TraceSegmentDocuments.flatMap((text) => {
        const { data, error } = segmentSchema.safeParse(parseJson(text));
        if (error !== undefined) {
          return [{ ErrorCode: 'InvalidSegment', Message: describeIssues(error.issues) }];
        }
        segments.put(data);
        return [];
      }),
    }),
  });
}

/** BatchGetTraces: segments as they came; subsegments that were sent by themselves stay by themselves. */
export function batchGetTraces(segments: SegmentStore): Operation {
  return xrayOperation({
    name: 'BatchGetTraces',
    kind: 'read',
    members: { TraceIds: z.array(z.string()).max(5), NextToken: z.string().optional() },
    run: ({ TraceIds }) => {
      const traces = TraceIds.map((Id) => ({ Id, found: segments.ofTrace(Id) }));
      return {
        Traces: traces
          .filter(({ found }) => found.length > 0)
          .map(({ Id, found }) => ({
            Id,
            Duration: stretchOf(found).duration,
            LimitExceeded: false,
            Segments: found.map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
          })),
        UnprocessedTraceIds: traces.filter(({ found }) => found.length === 0).map(({ Id }) => Id),
      };
    },
  });
}

const pageSize = 100;

/** GetTraceSummaries: traces that began in the range, the latest first. FilterExpression is refused by name. */
export function getTraceSummaries(segments: SegmentStore): Operation {
  return xrayOperation({
    name: 'GetTraceSummaries',
    kind: 'read',
    members: {
      StartTime: z.number(),
      EndTime: z.number(),
      TimeRangeType: z.enum(['TraceId', 'Event']).optional(),
      Sampling: z.literal(false).optional(),
      NextToken: z.string().default('0'),
    },
    run: ({ StartTime, EndTime, NextToken }) => {
      const from = Number(NextToken);
      if (!/^\d{1,9}$/.test(NextToken)) throw new AwsError('InvalidRequestException', 'Invalid NextToken');
      const ids = segments.traceIds(StartTime, EndTime);
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
