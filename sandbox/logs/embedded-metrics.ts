import { isObject, parseJson } from '../kernel/json.ts';
import type { MetricDatum, MetricSink } from '../kernel/metric-sink.ts';

/**
 * Finds metrics in a log line by the embedded metric format and hands them on; other lines are left alone.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function extractMetrics(message: string, metrics: MetricSink): void {
  if (!message.startsWith('{') || !message.includes('"_aws"')) return;
  const root = parseJson(message);
  if (!isObject(root) || !isObject(root['_aws'])) return;
  const { Timestamp: at } = root['_aws'];
  // The format wants whole milliseconds; a line that has something else gives no metrics, as on AWS.
  if (at !== undefined && !isInstant(at)) return;
  const time = at === undefined ? {} : { at };
  for (const directive of listOf(root['_aws']['CloudWatchMetrics'])) {
    for (const datum of directiveData(root, directive)) metrics.put({ ...datum, ...time });
  }
}

/** Whether `value` is a time that a date can show. */
function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && !Number.isNaN(new Date(Number(value)).getTime());
}

type Root = Readonly<Record<string, unknown>>;

function* directiveData(root: Root, directive: Root): Generator<MetricDatum> {
  const namespace = directive['Namespace'];
  const sets = Array.isArray(directive['Dimensions']) ? (directive['Dimensions'] as readonly unknown[]) : []; // isArray gives any[]
  if (typeof namespace !== 'string') return;
  for (const metric of listOf(directive['Metrics'])) {
    const { Name: name, Unit: unit } = metric;
    if (typeof name !== 'string') continue;
    for (const value of numbersOf(root[name])) {
      for (const set of sets) {
        const dimensions = dimensionsOf(root, set);
        if (dimensions === undefined) continue;
        yield { namespace, name, dimensions, value, ...(typeof unit === 'string' ? { unit } : {}) };
      }
    }
  }
}

/** Undefined where a dimension has no value: CloudWatch drops that set. */
function dimensionsOf(root: Root, set: unknown): Readonly<Record<string, string>> | undefined {
  if (!Array.isArray(set)) return undefined;
  const entries = set.map((name) => [String(name), root[String(name)]] as const);
  if (entries.some(([, value]) => typeof value !== 'string' && typeof value !== 'number')) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function numbersOf(value: unknown): readonly number[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each): each is number => typeof each === 'number');
}

function listOf(value: unknown): readonly Root[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
