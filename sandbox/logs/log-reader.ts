import type { Store } from '../store/store.ts';
import type { LogGroup } from './log-store.ts';

/** One event on its way out. Instants are epoch ms. */
export interface LogEvent {
  readonly at: number;
  /** Orders events of the same instant. */
  readonly seq: number;
  readonly stream: string;
  readonly ingestedAt: number;
  readonly message: string;
}

/** Which events of a group to read. */
export interface EventRange {
  readonly group: LogGroup;
  /** Epoch ms, both included. */
  readonly from: number;
  readonly to: number;
  /** Only events behind this one. */
  readonly after?: Pick<LogEvent, 'at' | 'seq'>;
}

/** So many rows are fetched at a time, so that a page ends early without reading a whole group. */
const chunk = 1_000;

const sql = `
  SELECT e.at, e.seq, s.name AS stream, e.ingestedAt, e.message
  FROM logs_event e CROSS JOIN logs_stream s ON s.id = e.streamId
  WHERE e.groupId = ? AND e.at BETWEEN ? AND ? AND (e.at, e.seq) > (?, ?)
  ORDER BY e.at, e.seq LIMIT ${String(chunk)}`;

/** The events of a range, in order of time, fetched as they are asked for. */
export function* readEvents(store: Store, { group, from, to, after }: EventRange): Generator<LogEvent> {
  let place = after ?? { at: -1, seq: 0 };
  for (;;) {
    // The next rows lie behind the place, so the bound moves with it and every chunk is one seek.
    const start = Math.max(from, place.at);
    const events = store.all<LogEvent>(sql, group.id, start, to, place.at, place.seq);
    yield* events;
    const last = events.at(-1);
    if (last === undefined || events.length < chunk) return;
    place = last;
  }
}
