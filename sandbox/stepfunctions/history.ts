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
  const last = events.at(-1);
  if (last === undefined) return;
  const [base] = rowsOf(execution);
  store.run('INSERT INTO states_history (id, events) VALUES (?, ?)', base + last.id, JSON.stringify(events));
}

/** The events with ids from `first` to `last`, in order. */
export function readEvents(
  store: Store,
  execution: number,
  [first, last]: readonly [number, number],
): readonly HistoryEvent[] {
  const [base, end] = rowsOf(execution);
  const sql = 'SELECT events FROM states_history WHERE id >= ? AND id < ? ORDER BY id LIMIT ?';
  return store
    .all<{ events: string }>(sql, base + first, end, last - first + 1)
    .flatMap(({ events }) => JSON.parse(events) as HistoryEvent[]) // as appendEvents wrote it
    .filter(({ id }) => id >= first && id <= last);
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
