import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { SegmentStore } from './segment-store.ts';
import { stretchOf } from './trace.ts';

const parse = inputOf(
  z.strictObject({ TraceIds: z.array(z.string()).max(5), NextToken: z.string().optional() }),
  'InvalidRequestException',
);

/** BatchGetTraces: segments as they came; subsegments that were sent by themselves stay by themselves. */
export function batchGetTraces(segments: SegmentStore): Operation {
  return operation({
    name: 'BatchGetTraces',
    kind: 'read',
    parse,
    permissions: () => [{ action: 'xray:BatchGetTraces', resource: '*' }],
    run: ({ TraceIds }) => {
      const traces = TraceIds.map((id) => ({ id, found: segments.ofTrace(id) }));
      return {
        Traces: traces
          .filter(({ found }) => found.length > 0)
          .map(({ id, found }) => ({
            Id: id,
            Duration: stretchOf(found).duration,
            LimitExceeded: false,
            Segments: found.map((segment) => ({
              Id: segment.id,
              Document: JSON.stringify(segment.document),
            })),
          })),
        UnprocessedTraceIds: traces.filter(({ found }) => found.length === 0).map(({ id }) => id),
      };
    },
  });
}
