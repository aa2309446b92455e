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

/** A place between two events of a group. */
export interface Cursor {
  readonly at: number;
  readonly seq: number;
}

/** Which events of a group to read. */
export interface EventRange {
  readonly group: LogGroup;
  /** Only this stream. */
  readonly streamId?: number;
  /** Epoch ms, both included. */
  readonly from: number;
  readonly to: number;
  /** Events behind this place in the direction of reading. */
  readonly after?: Cursor;
  readonly direction: 'forward' | 'backward';
}

/** So many rows are fetched at a time, so that a page ends early without reading a whole group. */
const chunk = 1_000;

/** The events of a range, in order of time, fetched as they are asked for. */
export function* readEvents(store: Store, range: EventRange): Generator<LogEvent> {
  const isForward = range.direction === 'forward';
  const sql = `
    SELECT e.at, e.seq, s.name AS stream, e.ingestedAt, e.message
    FROM logs_event e CROSS JOIN logs_stream s ON s.id = e.streamId
    WHERE e.groupId = ?1 AND e.at BETWEEN ?2 AND ?3 AND (?4 IS NULL OR e.streamId = ?4)
      AND (e.at, e.seq) ${isForward ? '>' : '<'} (?5, ?6)
    ORDER BY e.at ${isForward ? '' : 'DESC'}, e.seq ${isForward ? '' : 'DESC'} LIMIT ${String(chunk)}`;
  let place: Cursor =
    range.after ?? (isForward ? { at: -1, seq: 0 } : { at: Number.MAX_SAFE_INTEGER, seq: 0 });
  for (;;) {
    // The next rows lie behind the cursor, so the bounds move with it and every chunk is one seek.
    const from = isForward ? Math.max(range.from, place.at) : range.from;
    const to = isForward ? range.to : Math.min(range.to, place.at);
    const values = [range.group.id, from, to, range.streamId ?? null, place.at, place.seq];
    const events = store.all<LogEvent>(sql, ...values);
    yield* events;
    const last = events.at(-1);
    if (last === undefined || events.length < chunk) return;
    place = last;
  }
}
