import type { Ground } from '../kernel/ground.ts';
import type { Service } from '../kernel/service.ts';
import type { TraceSink } from '../kernel/trace-sink.ts';
import { batchGetTraces, getTraceSummaries, putTraceSegments } from './operations.ts';
import { SegmentStore } from './segment-store.ts';
import { segmentSchema } from './segment.ts';

/** X-Ray, as a sink of the other rooms' segments as well. */
export interface Xray extends Service, TraceSink {}

/** X-Ray: segments are kept for thirty days and given back. Groups, sampling rules and the service graph are not there. */
export function createXray(ground: Ground): Xray {
  const segments = new SegmentStore(ground);
  return {
    name: 'xray',
    wire: {
      routes: [
        { method: 'POST', path: '/TraceSegments', operation: 'PutTraceSegments' },
        { method: 'POST', path: '/TraceSummaries', operation: 'GetTraceSummaries' },
        { method: 'POST', path: '/Traces', operation: 'BatchGetTraces' },
      ],
    },
    operations: [putTraceSegments(segments), getTraceSummaries(segments), batchGetTraces(segments)],
    resourceTypes: [],
    put: (document) => {
      const { data } = segmentSchema.safeParse(document);
      // A client's malformed trace header must not fail the work that it came with.
      if (data !== undefined) segments.put(data);
    },
  };
}
