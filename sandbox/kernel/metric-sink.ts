/** One value of one metric. */
export interface MetricDatum {
  /** `AWS/Lambda`, `MyService`. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  /** CloudWatch's unit, such as `Count` or `Milliseconds`; `None` without it. */
  readonly unit?: string;
  /** Epoch ms; now without it. */
  readonly at?: number;
}

/** Where rooms put their metrics; called inside a transaction. */
export interface MetricSink {
  put(datum: MetricDatum): void;
}

/** Counts one more of something. */
export function countOne(
  metrics: MetricSink | undefined,
  what: Pick<MetricDatum, 'namespace' | 'name' | 'dimensions'>,
): void {
  metrics?.put({ ...what, value: 1, unit: 'Count' });
}
