import * as z from 'zod';
import { inputOf } from '../kernel/input.ts';
import { operation } from '../kernel/operation.ts';
import type { Operation } from '../kernel/operation.ts';
import type { SegmentStore } from './segment-store.ts';
import { readSegmentText } from './segment.ts';

const parse = inputOf(
  z.strictObject({ TraceSegmentDocuments: z.array(z.string()) }),
  'InvalidRequestException',
);

/** PutTraceSegments: bad documents are answered, good ones kept. */
export function putTraceSegments(segments: SegmentStore): Operation {
  return operation({
    name: 'PutTraceSegments',
    kind: 'write',
    parse,
    permissions: () => [{ action: 'xray:PutTraceSegments', resource: '*' }],
    run: ({ TraceSegmentDocuments }) => ({
      UnprocessedTraceSegments: TraceSegmentDocuments.flatMap((text) => {
        const segment = readSegmentText(text);
        if (typeof segment === 'string') return [{ ErrorCode: 'InvalidSegment', Message: segment }];
        segments.put(segment);
        return [];
      }),
    }),
  });
}
