import { endOf } from './segment.ts';
import type { Segment } from './segment.ts';

/** Begin and length of a trace, seconds. */
export function stretchOf(segments: readonly Segment[]): {
  readonly start: number;
  readonly duration: number;
} {
  const start = Math.min(...segments.map((segment) => segment.start_time));
  const end = Math.max(...segments.map((segment) => endOf(segment) ?? segment.start_time));
  return { start, duration: Math.round((end - start) * 1_000) / 1_000 };
}

/** A trace as GetTraceSummaries shows it. */
export function summaryOf(id: string, segments: readonly Segment[]): Readonly<Record<string, unknown>> {
  const { start, duration } = stretchOf(segments);
  const known = new Set<unknown>(segments.map((segment) => segment.id));
  const entry = segments.find(({ parent_id: parent }) => !known.has(parent));
  const ended = entry === undefined ? undefined : endOf(entry);
  const services = new Set(segments.filter(({ type }) => type !== 'subsegment').map(({ name }) => name));
  const has = (flag: string): boolean => segments.some((segment) => segment[flag] === true);
  return {
    Id: id,
    StartTime: start,
    Duration: duration,
    ResponseTime: entry === undefined || ended === undefined ? duration : ended - entry.start_time,
    HasFault: has('fault'),
    HasError: has('error'),
    HasThrottle: has('throttle'),
    IsPartial: segments.some((segment) => endOf(segment) === undefined),
    ...(entry === undefined ? {} : { EntryPoint: { Name: entry.name, Names: [entry.name] } }),
    ServiceIds: [...services].map((name) => ({ Name: name, Names: [name] })),
  };
}
