import type { Segment } from './segment.ts';

/** Begin and length of a trace, seconds. */
export function stretchOf(segments: readonly Segment[]): {
  readonly start: number;
  readonly duration: number;
} {
  const start = Math.min(...segments.map((segment) => segment.start));
  const end = Math.max(...segments.map((segment) => segment.end ?? segment.start));
  return { start, duration: Math.round((end - start) * 1_000) / 1_000 };
}

/** A trace as GetTraceSummaries shows it. */
export function summaryOf(id: string, segments: readonly Segment[]): Readonly<Record<string, unknown>> {
  const { start, duration } = stretchOf(segments);
  const known = new Set(segments.map((segment) => segment.id));
  const entry = segments.find(({ parentId }) => parentId === undefined || !known.has(parentId));
  return {
    Id: id,
    StartTime: start,
    Duration: duration,
    ResponseTime: entry?.end === undefined ? duration : entry.end - entry.start,
    HasFault: segments.some(({ hasFault }) => hasFault),
    HasError: segments.some(({ hasError }) => hasError),
    HasThrottle: segments.some(({ hasThrottle }) => hasThrottle),
    IsPartial: segments.some(({ end }) => end === undefined),
    ...(entry === undefined ? {} : { EntryPoint: { Name: entry.name, Names: [entry.name] } }),
    ServiceIds: [
      ...new Set(segments.filter(({ isSubsegment }) => !isSubsegment).map(({ name }) => name)),
    ].map((name) => ({ Name: name, Names: [name] })),
  };
}
