import type { FieldReader } from './condition.ts';
import { fieldsOf, insightsTime } from './event-fields.ts';
import type { GroupedEvent } from './event-fields.ts';
import type { Figure, Grouping, Query } from './parse-query.ts';

/** One line of a result: values by field, those that the event has. */
export type ResultRow = ReadonlyMap<string, string>;

/** What a query gives. */
export interface QueryResult {
  readonly rows: readonly ResultRow[];
  /** Events that passed the filters. */
  readonly matched: number;
}

interface Line {
  readonly event: GroupedEvent;
  readonly read: FieldReader;
}

/** Runs a query over events that are in order of time within their group. */
export function runQuery(query: Query, events: readonly GroupedEvent[]): QueryResult {
  const lines = events
    .map((event): Line => ({ event, read: fieldsOf(event) }))
    .filter(({ read }) => query.filters.every((test) => test(read)));
  const rows =
    query.stats === undefined
      ? plainRows(query, lines)
      : sorted(query, statsRows(query.stats, lines), rowReader);
  return { rows: rows.slice(0, query.limit), matched: lines.length };
}

function plainRows(query: Query, lines: readonly Line[]): readonly ResultRow[] {
  const ordered =
    query.sort === undefined
      ? lines.toSorted((a, b) => b.event.at - a.event.at || b.event.seq - a.event.seq)
      : sorted(query, lines, ({ read }) => read);
  return ordered.map(({ event, read }) => {
    const row = pick(query.fields, read);
    row.set(
      '@ptr',
      Buffer.from(`${event.group}/${String(event.at)}/${String(event.seq)}`).toString('base64'),
    );
    return row;
  });
}

function statsRows(
  { figures, by }: NonNullable<Query['stats']>,
  lines: readonly Line[],
): readonly ResultRow[] {
  const groups = new Map<string, { readonly row: Map<string, string>; readonly lines: Line[] }>();
  for (const line of lines) {
    const row = new Map(by.flatMap((grouping) => keyOf(grouping, line)));
    const key = JSON.stringify([...row]);
    const group = groups.get(key) ?? { row, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, lines: members }) => {
    for (const figure of figures) {
      const value = figureOf(figure, members);
      if (value !== undefined) row.set(figure.name, String(Math.round(value * 10_000) / 10_000));
    }
    return row;
  });
}

function keyOf({ name, binMs }: Grouping, { event, read }: Line): readonly (readonly [string, string])[] {
  const value = binMs === undefined ? read(name) : insightsTime(Math.floor(event.at / binMs) * binMs);
  return value === undefined ? [] : [[name, value]];
}

function figureOf({ kind, field }: Figure, lines: readonly Line[]): number | undefined {
  if (field === undefined) return lines.length;
  const texts = lines.flatMap(({ read }) => read(field) ?? []);
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
  query: Query,
  items: readonly Item[],
  readerOf: (item: Item) => FieldReader,
): readonly Item[] {
  const { sort } = query;
  if (sort === undefined) return items;
  const order = (a: Item, b: Item): number => compare(readerOf(a)(sort.field), readerOf(b)(sort.field));
  return items.toSorted(sort.isDescending ? (a, b) => order(b, a) : order);
}

/** Numbers by value, other texts by their letters; what is missing comes first. */
function compare(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? a.localeCompare(b) : difference;
}

function rowReader(row: ResultRow): FieldReader {
  return (field) => row.get(field);
}

function pick(fields: readonly string[], read: FieldReader): Map<string, string> {
  return new Map(
    fields.flatMap((field) => {
      const value = read(field);
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
}
