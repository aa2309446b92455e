import type { Ground } from '../kernel/ground.ts';
import type { Service } from '../kernel/service.ts';
import type { TraceSink } from '../kernel/trace-sink.ts';
import { batchGetTraces } from './batch-get-traces.ts';
import { getTraceSummaries } from './get-trace-summaries.ts';
import { putTelemetryRecords } from './put-telemetry-records.ts';
import { putTraceSegments } from './put-trace-segments.ts';
import { createSegmentStore } from './segment-store.ts';
import { readSegment } from './segment.ts';
import { xrayTables } from './tables.ts';

/** X-Ray, as a sink of the other rooms' segments as well. */
export interface Xray extends Service, TraceSink {}

/** X-Ray: segments are kept for thirty days and given back. Groups, sampling rules and the service graph are not there. */
export function createXray(ground: Ground): Xray {
  ground.store.define(xrayTables);
  const segments = createSegmentStore(ground);
  return {
    name: 'xray',
    wire: {
      routes: [
        { method: 'POST', path: '/TraceSegments', operation: 'PutTraceSegments' },
        { method: 'POST', path: '/TelemetryRecords', operation: 'PutTelemetryRecords' },
        { method: 'POST', path: '/TraceSummaries', operation: 'GetTraceSummaries' },
        { method: 'POST', path: '/Traces', operation: 'BatchGetTraces' },
      ],
    },
    operations: [
      putTraceSegments(segments),
      putTelemetryRecords(),
      getTraceSummaries(segments),
      batchGetTraces(segments),
    ],
    resourceTypes: [],
    put: (document) => {
      const segment = readSegment(document);
      // A client's malformed trace header must not fail the work that it came with.
      if (typeof segment !== 'string') segments.put(segment);
    },
  };
}
