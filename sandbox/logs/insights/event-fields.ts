import { isObject, parseJson } from '../../kernel/json.ts';
import type { LogEvent } from '../log-reader.ts';
import type { FieldReader } from './condition.ts';

/** An event with the group that it stands in. */
export interface GroupedEvent extends LogEvent {
  readonly group: string;
}

/** What Lambda's lines give: the name of the field by the text before its value. */
const lambdaFields: readonly (readonly [field: string, pattern: RegExp])[] = [
  ['@requestId', /RequestId: (\S+)/],
  ['@duration', /\tDuration: ([\d.]+) ms/],
  ['@billedDuration', /\tBilled Duration: ([\d.]+) ms/],
  ['@initDuration', /\tInit Duration: ([\d.]+) ms/],
  ['@xrayTraceId', /XRAY TraceId: (\S+)/],
];
/** These are in bytes in Logs Insights and in megabytes in the line. */
const lambdaMegabytes: readonly (readonly [field: string, pattern: RegExp])[] = [
  ['@memorySize', /\tMemory Size: (\d+) MB/],
  ['@maxMemoryUsed', /\tMax Memory Used: (\d+) MB/],
];

/** The fields of an event that Logs Insights knows: its own, those of Lambda's lines, and the members of JSON lines. */
export function fieldsOf(event: GroupedEvent): FieldReader {
  const { message } = event;
  let json: unknown;
  return (field) => {
    switch (field) {
      case '@timestamp':
        return insightsTime(event.at);
      case '@ingestionTime':
        return insightsTime(event.ingestedAt);
      case '@message':
        return message;
      case '@logStream':
        return event.stream;
      case '@log':
        return event.group;
      case '@type':
        return /^(START|END|REPORT) RequestId/.exec(message)?.[1];
      default:
        if (field.startsWith('@')) return lambdaField(field, message);
        json ??= message.startsWith('{') ? (parseJson(message) ?? null) : null;
        return memberText(json, field);
    }
  };
}

/** `2024-01-15 10:30:00.000` */
export function insightsTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '');
}

function lambdaField(field: string, message: string): string | undefined {
  const find = (table: typeof lambdaFields): string | undefined =>
    table.find(([name]) => name === field)?.[1].exec(message)?.[1];
  if (field === '@requestId') return find(lambdaFields) ?? /^\S+Z\t([0-9a-f-]{36})\t/.exec(message)?.[1];
  if (!message.startsWith('REPORT ')) return undefined;
  const megabytes = find(lambdaMegabytes);
  return megabytes === undefined ? find(lambdaFields) : String(Number(megabytes) * 1_000_000);
}

function memberText(root: unknown, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>(
      (inner, name) => (isObject(inner) || Array.isArray(inner) ? Reflect.get(inner, name) : undefined),
      root,
    );
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
