import { fieldsOf } from './event-fields.ts';
import type { FieldReader, GroupedEvent } from './event-fields.ts';
import { compareValues } from './parse-query.ts';
import type { Figure, Query } from './parse-query.ts';

/** One value of a line of a result, as GetQueryResults gives it. */
export interface ResultField {
  readonly field: string;
  readonly value: string;
}

/** What a query gives. */
export interface QueryResult {
  /** Those values that an event has. */
  readonly rows: readonly (readonly ResultField[])[];
  /** Events that passed the filters. */
  readonly matched: number;
}

/** Runs a query over events; without a `sort` the newest event comes first. */
export function runQuery(
  { tests, figures, fields, sort, limit }: Query,
  events: GroupedEvent[],
): QueryResult {
  const lines = events
    .toSorted((a, b) => b.at - a.at || b.seq - a.seq)
    .map(fieldsOf)
    .filter((read) => tests.every((test) => test(read)));
  if (figures !== undefined) {
    const row = figures.map((each) => [each.name, figureOf(each, lines)] as const);
    return { rows: lines.length === 0 ? [] : [present(row)], matched: lines.length };
  }
  if (sort !== undefined) {
    const sign = sort.isDescending ? -1 : 1;
    lines.sort((a, b) => sign * compareValues(a(sort.field), b(sort.field)));
  }
  const rows = lines.slice(0, limit).map((read) => present(fields.map((field) => [field, read(field)])));
  return { rows, matched: lines.length };
}

function present(row: readonly (readonly [string, string | undefined])[]): readonly ResultField[] {
  return row.flatMap(([field, value = '']) => (value === '' ? [] : [{ field, value }]));
}

function figureOf({ kind, field }: Figure, lines: readonly FieldReader[]): string | undefined {
  const texts = field === '*' ? lines.map(() => '') : lines.flatMap((read) => read(field) ?? []);
  if (kind === 'count') return String(texts.length);
  const values = texts.map(Number).filter((value) => !Number.isNaN(value));
  const [first, ...more] = values;
  if (first === undefined) return undefined;
  const sum = more.reduce((total, value) => total + value, first);
  const figures = {
    sum,
    avg: sum / values.length,
    max: more.reduce((most, value) => Math.max(most, value), first),
    min: more.reduce((least, value) => Math.min(least, value), first),
  };
  return String(Math.round(figures[kind] * 10_000) / 10_000);
}
