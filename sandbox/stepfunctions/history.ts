import type { Store } from '../store/store.ts';

/** One event of an execution, as GetExecutionHistory gives it, but for its timestamp in milliseconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  /** Epoch ms. */
  readonly timestamp: number;
  /** `taskScheduledEventDetails` and the like. */
  readonly [details: string]: unknown;
}

/** An execution with so many events fails. */
export const mostEvents = 25_000;

/** The history ids of an execution begin here. */
const baseOf = (execution: number): number => execution * 32_768;

/** The id of an execution's newest event; 0 without any. */
export function lastEventId(store: Store, execution: number): number {
  const base = baseOf(execution);
  const newest = store.get<{ id: number }>(
    'SELECT id FROM states_history WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1',
    base,
    base + 32_768,
  );
  return newest === undefined ? 0 : newest.id - base;
}

/** Stores the events of one commit; they follow each other without a gap. */
export function appendEvents(store: Store, execution: number, events: readonly HistoryEvent[]): void {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  store.run(
    'INSERT INTO states_history (id, first_event, events) VALUES (?, ?, ?)',
    baseOf(execution) + last.id,
    first.id,
    JSON.stringify(events),
  );
}

/** A stretch of an execution's history. */
export interface HistoryPage {
  readonly execution: number;
  /** The id of the first event to give; with `isReversed` the ids go down from there. */
  readonly from: number;
  readonly limit: number;
  readonly isReversed: boolean;
}

/** At most `limit` events in order. */
export function readEvents(
  store: Store,
  { execution, from, limit, isReversed }: HistoryPage,
): readonly HistoryEvent[] {
  const base = baseOf(execution);
  const rows = isReversed
    ? store.all<EventsRow>(
        `SELECT events FROM states_history WHERE id > ? AND id < ? AND first_event <= ? ORDER BY id DESC LIMIT ?`,
        ...[base, base + 32_768, from, limit],
      )
    : store.all<EventsRow>(
        'SELECT events FROM states_history WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
        ...[base + from, base + 32_768, limit],
      );
  const events = rows.flatMap((row) => {
    const list = JSON.parse(row.events) as HistoryEvent[]; // as appendEvents wrote it
    return isReversed ? list.reverse() : list;
  });
  return events.filter(({ id }) => (isReversed ? id <= from : id >= from)).slice(0, limit);
}

interface EventsRow {
  readonly events: string;
}
