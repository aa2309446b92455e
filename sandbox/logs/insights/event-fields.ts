import { isObject, parseJson } from '../../kernel/json.ts';
import type { LogEvent } from '../log-reader.ts';

/** An event with the group that it stands in. */
export interface GroupedEvent extends LogEvent {
  readonly group: string;
}

/** The value of a field as text; undefined where the event has none. */
export type FieldReader = (field: string) => string | undefined;

/** What Lambda's lines give, by the name of the field. */
const lambdaFields: Readonly<Record<string, RegExp>> = {
  '@type': /^(START|END|REPORT) RequestId/,
  '@requestId': /RequestId: (\S+)|^\S+Z\t([0-9a-f-]{36})\t/,
  '@duration': /^REPORT .*\tDuration: ([\d.]+) ms/,
  '@billedDuration': /^REPORT .*\tBilled Duration: ([\d.]+) ms/,
  '@initDuration': /^REPORT .*\tInit Duration: ([\d.]+) ms/,
};

/** The fields of an event that Logs Insights knows: its own, those of Lambda's lines, and the members of JSON lines. */
export function fieldsOf({ at, ingestedAt, stream, group, message }: GroupedEvent): FieldReader {
  const own: Readonly<Record<string, string>> = {
    '@timestamp': insightsTime(at),
    '@ingestionTime': insightsTime(ingestedAt),
    '@message': message,
    '@logStream': stream,
    '@log': group,
  };
  let json: unknown;
  return (field) => {
    if (field.startsWith('@')) {
      const match = lambdaFields[field]?.exec(message);
      return own[field] ?? match?.[1] ?? match?.[2];
    }
    json ??= message.startsWith('{') ? (parseJson(message) ?? null) : null;
    return memberText(json, field.split('.'));
  };
}

/** `2024-01-15 10:30:00.000` */
function insightsTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '');
}

function memberText(root: unknown, path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    root,
  );
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
