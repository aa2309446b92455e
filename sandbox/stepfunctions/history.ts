import { isObject } from '../kernel/json.ts';
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

/** The rows of an execution have ids between these two. */
const rowsOf = (execution: number): [number, number] => [execution * 32_768, (execution + 1) * 32_768];

/** The id of an execution's newest event; 0 without any. */
export function lastEventId(store: Store, execution: number): number {
  const [base, end] = rowsOf(execution);
  const sql = 'SELECT id FROM states_history WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1';
  const newest = store.get<{ id: number }>(sql, base, end);
  return newest === undefined ? 0 : newest.id - base;
}

/** Stores the events of one commit; they follow each other without a gap. */
export function appendEvents(store: Store, execution: number, events: readonly HistoryEvent[]): void {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  const [base] = rowsOf(execution);
  const sql = 'INSERT INTO states_history (id, first_event, events) VALUES (?, ?, ?)';
  store.run(sql, base + last.id, first.id, JSON.stringify(events));
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
export function readEvents(store: Store, page: HistoryPage): readonly HistoryEvent[] {
  const { execution, from, limit, isReversed } = page;
  const [base, end] = rowsOf(execution);
  const rows = isReversed
    ? store.all<{ events: string }>(
        'SELECT events FROM states_history WHERE id > ? AND id < ? AND first_event <= ? ORDER BY id DESC LIMIT ?',
        ...[base, end, from, limit],
      )
    : store.all<{ events: string }>(
        'SELECT events FROM states_history WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
        ...[base + from, end, limit],
      );
  const events = rows.flatMap((row) => {
    const list = JSON.parse(row.events) as HistoryEvent[]; // as appendEvents wrote it
    return isReversed ? list.reverse() : list;
  });
  return events.filter(({ id }) => (isReversed ? id <= from : id >= from)).slice(0, limit);
}

/** Forgets an execution's events. */
export function deleteEvents(store: Store, execution: number): void {
  store.run('DELETE FROM states_history WHERE id >= ? AND id < ?', ...rowsOf(execution));
}

const data = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters'];

/** An event without the members that carry an execution's data. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const bare: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    bare[name] = isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([member]) => !data.includes(member)))
      : value;
  }
  return { ...event, ...bare };
}
