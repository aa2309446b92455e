import type { Ground } from '../kernel/ground.ts';
import { readSegmentText } from './segment.ts';
import type { Segment } from './segment.ts';

/** Segments, by trace. */
export interface SegmentStore {
  /** Inside a write; a segment that is sent again (first in progress, then ended) is replaced. */
  put(segment: Segment): void;
  ofTrace(traceId: string): readonly Segment[];
  /** Ids of traces with a segment that began in [from, to), epoch seconds, the latest first. */
  traceIds(from: number, to: number): readonly string[];
  /** Inside a write: forgets segments that began before `at`, epoch seconds. */
  trim(at: number): void;
}

/** X-Ray keeps traces for thirty days. */
const keptSeconds = 30 * 24 * 3_600;
const trimEverySeconds = 3_600;

/** Segments in the store; old ones are forgotten as new ones come. */
export function createSegmentStore({ store, clock }: Ground): SegmentStore {
  let trimmedAt = 0;
  const trim = (at: number): void => {
    store.run('DELETE FROM xray_segment WHERE started_at < ?', at);
  };
  return {
    trim,
    put: ({ traceId, id, start, document }) => {
      const sql =
        'INSERT OR REPLACE INTO xray_segment (trace_id, id, started_at, document) VALUES (?, ?, ?, ?)';
      store.run(sql, traceId, id, start, JSON.stringify(document));
      const now = clock.now() / 1_000;
      if (now - trimmedAt < trimEverySeconds) return;
      trimmedAt = now;
      trim(now - keptSeconds);
    },
    ofTrace: (traceId) =>
      store
        .all<{ document: string }>(
          'SELECT document FROM xray_segment WHERE trace_id = ? ORDER BY started_at, id',
          traceId,
        )
        .map(({ document }) => readSegmentText(document))
        .filter((segment) => typeof segment !== 'string'),
    traceIds: (from, to) =>
      store
        .all<{ trace_id: string }>(
          `SELECT trace_id FROM xray_segment WHERE started_at >= ? AND started_at < ?
           GROUP BY trace_id ORDER BY min(started_at) DESC`,
          from,
          to,
        )
        .map((row) => row.trace_id),
  };
}
