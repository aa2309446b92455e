import type { Ground } from '../kernel/ground.ts';
import { segmentSchema } from './segment.ts';
import type { Segment } from './segment.ts';

/** X-Ray keeps traces for thirty days. */
const keptSeconds = 30 * 24 * 3_600;
const trimEverySeconds = 3_600;

const table = `
  CREATE TABLE IF NOT EXISTS xray_segment (
    trace_id TEXT NOT NULL, id TEXT NOT NULL, started_at REAL NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (trace_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS xray_segment_start ON xray_segment (started_at);`;

/** Segments, by trace; old ones are forgotten as new ones come. */
export class SegmentStore {
  readonly #ground: Ground;
  #trimmedAt = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.store.define(table);
  }

  /** Inside a write; a segment that is sent again (first in progress, then ended) is replaced. */
  put(segment: Segment): void {
    const { trace_id, id, start_time } = segment;
    const { store, clock } = this.#ground;
    const sql =
      'INSERT OR REPLACE INTO xray_segment (trace_id, id, started_at, document) VALUES (?, ?, ?, ?)';
    store.run(sql, trace_id, id, start_time, JSON.stringify(segment));
    const now = clock.now() / 1_000;
    if (now - this.#trimmedAt < trimEverySeconds) return;
    this.#trimmedAt = now;
    store.run('DELETE FROM xray_segment WHERE started_at < ?', now - keptSeconds);
  }

  ofTrace(traceId: string): readonly Segment[] {
    const sql = 'SELECT document FROM xray_segment WHERE trace_id = ? ORDER BY started_at, id';
    const rows = this.#ground.store.all<{ document: string }>(sql, traceId);
    return rows.map(({ document }) => segmentSchema.parse(JSON.parse(document)));
  }

  /** Ids of traces with a segment that began in [from, to), epoch seconds, the latest first. */
  traceIds(from: number, to: number): readonly string[] {
    const sql = `SELECT trace_id FROM xray_segment WHERE started_at >= ? AND started_at < ?
      GROUP BY trace_id ORDER BY min(started_at) DESC`;
    return this.#ground.store.all<{ trace_id: string }>(sql, from, to).map(({ trace_id }) => trace_id);
  }
}
