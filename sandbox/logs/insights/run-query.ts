import { fieldsOf } from './event-fields.ts';
import type { FieldReader, GroupedEvent } from './event-fields.ts';
import { compareValues } from './parse-query.ts';
import type { Figure, Query } from './parse-query.ts';

/** One line of a result: values by field, those that the event has. */
export type ResultRow = ReadonlyMap<string, string>;

/** What a query gives. */
export interface QueryResult {
  readonly rows: readonly ResultRow[];
  /** Events that passed the filters. */
  readonly matched: number;
}

/** Runs a query over events; without a `sort` the newest event comes first. */
export function runQuery(query: Query, events: readonly GroupedEvent[]): QueryResult {
  const lines = events
    .toSorted((a, b) => b.at - a.at || b.seq - a.seq)
    .map(fieldsOf)
    .filter((read) => query.tests.every((test) => test(read)));
  const rows =
    query.stats === undefined
      ? sorted(query, lines, (read) => read).map((read) => rowOf(query.fields, read))
      : sorted(query, statsRows(query.stats, lines), (row) => (field) => row.get(field));
  return { rows: rows.slice(0, query.limit), matched: lines.length };
}

function rowOf(fields: readonly string[], read: FieldReader): Map<string, string> {
  return new Map(
    fields.map((field) => [field, read(field) ?? ''] as const).filter(([, value]) => value !== ''),
  );
}

function statsRows(
  { figures, by }: NonNullable<Query['stats']>,
  lines: readonly FieldReader[],
): readonly ResultRow[] {
  const groups = Map.groupBy(lines, (read) => JSON.stringify([...rowOf(by, read)]));
  return [...groups.values()].map((members) => {
    const row = new Map(members.slice(0, 1).flatMap((read) => [...rowOf(by, read)]));
    for (const figure of figures) {
      const value = figureOf(figure, members);
      if (value !== undefined) row.set(figure.name, String(Math.round(value * 10_000) / 10_000));
    }
    return row;
  });
}

function figureOf({ kind, field }: Figure, lines: readonly FieldReader[]): number | undefined {
  if (field === '*') return lines.length;
  const texts = lines.flatMap((read) => read(field) ?? []);
  if (kind === 'count') return texts.length;
  const values = texts.map(Number).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (kind) {
    case 'sum':
      return sum;
    case 'avg':
      return sum / values.length;
    case 'max':
      return values.reduce((most, value) => Math.max(most, value));
    case 'min':
      return values.reduce((least, value) => Math.min(least, value));
  }
}

function sorted<Item>(
  { sort }: Query,
  items: readonly Item[],
  readerOf: (item: Item) => FieldReader,
): readonly Item[] {
  if (sort === undefined) return items;
  const { field, isDescending } = sort;
  const order = (a: Item, b: Item): number => compareValues(readerOf(a)(field), readerOf(b)(field));
  return items.toSorted(isDescending ? (a, b) => order(b, a) : order);
}
