import type { Ground } from '../kernel/ground.ts';

/** What names a series. */
export interface SeriesKey {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A series as it is stored. */
export interface SeriesRow {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  /** JSON of sorted name and value pairs. */
  readonly dimensions: string;
  readonly unit: string;
  /** 1 while its value stands until the next one (queue depths); written when it changes only. */
  readonly gauge: number;
}

/** The values of one series in one minute. */
export interface MinuteRow {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/** Series and their minutes. */
export interface SeriesStore {
  /** Inside a write: the series' id; made where it is new. */
  idOf(key: SeriesKey, unit: string): number;
  /** Inside a write: adds values to a minute. */
  add(series: number, row: MinuteRow): void;
  setGauge(series: number, gauge: boolean): void;
  find(key: SeriesKey, unit?: string): readonly SeriesRow[];
  gauges(): readonly SeriesRow[];
  list(filter: {
    readonly namespace?: string | undefined;
    readonly name?: string | undefined;
  }): readonly SeriesRow[];
  /** Minutes in [from, to); the values of a gauge stand until they change. */
  minutes(series: SeriesRow, from: number, to: number): readonly MinuteRow[];
  last(series: number): MinuteRow | undefined;
  /** Inside a write: forgets minutes before `minute` and series that have none left. */
  trim(minute: number): void;
}

/** Minutes since the epoch. */
export function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000);
}

/** Dimensions in an order that does not depend on how they came. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The dimensions of a stored series. */
export function dimensionsOf(row: SeriesRow): Readonly<Record<string, string>> {
  // Written by dimensionsText alone.
  return Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]);
}

/** Series in the store. */
export function createSeriesStore(ground: Ground): SeriesStore {
  const { store } = ground;
  const ids = createSeriesIds(ground);
  return {
    idOf: ids.idOf,
    ...minuteReader(ground),
    add: (series, { minute, sum, count, min, max }) => {
      store.run(
        `INSERT INTO cloudwatch_minute VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (series, minute) DO UPDATE SET
           sum = sum + excluded.sum, count = count + excluded.count,
           min = min(min, excluded.min), max = max(max, excluded.max)`,
        ...[series, minute, sum, count, min, max],
      );
    },
    setGauge: (series, gauge) => {
      store.run('UPDATE cloudwatch_series SET gauge = ? WHERE id = ?', gauge ? 1 : 0, series);
    },
    find: ({ namespace, name, dimensions }, unit) =>
      store
        .all<SeriesRow>(
          'SELECT * FROM cloudwatch_series WHERE namespace = ? AND name = ? AND dimensions = ?',
          ...[namespace, name, dimensionsText(dimensions)],
        )
        .filter((row) => unit === undefined || row.unit === unit),
    gauges: () => store.all<SeriesRow>('SELECT * FROM cloudwatch_series WHERE gauge = 1'),
    list: ({ namespace, name }) =>
      store.all<SeriesRow>(
        `SELECT * FROM cloudwatch_series WHERE (?1 IS NULL OR namespace = ?1) AND (?2 IS NULL OR name = ?2)
         ORDER BY namespace, name, dimensions`,
        ...[namespace ?? null, name ?? null],
      ),
    trim: (minute) => {
      // The newest value of a gauge stands, however old it is.
      store.run(
        `DELETE FROM cloudwatch_minute AS old WHERE series IN (SELECT id FROM cloudwatch_series) AND minute < ?
         AND (minute < (SELECT max(minute) FROM cloudwatch_minute WHERE series = old.series)
              OR NOT (SELECT gauge FROM cloudwatch_series WHERE id = old.series))`,
        minute,
      );
      store.run(
        `DELETE FROM cloudwatch_series
         WHERE NOT EXISTS (SELECT 1 FROM cloudwatch_minute WHERE series = cloudwatch_series.id)`,
      );
      ids.forget();
    },
  };
}

interface SeriesIds extends Pick<SeriesStore, 'idOf'> {
  readonly forget: () => void;
}

/** Ids never change once committed, so they are remembered after the commit only. */
function createSeriesIds({ store }: Ground): SeriesIds {
  const ids = new Map<string, number>();
  return {
    forget: () => {
      ids.clear();
    },
    idOf: ({ namespace, name, dimensions }, unit) => {
      const key = [namespace, name, dimensionsText(dimensions), unit];
      const text = key.join('\n');
      const remembered = ids.get(text);
      if (remembered !== undefined) return remembered;
      const known = store.get<{ id: number }>(
        'SELECT id FROM cloudwatch_series WHERE namespace = ? AND name = ? AND dimensions = ? AND unit = ?',
        ...key,
      );
      const sql = 'INSERT INTO cloudwatch_series (namespace, name, dimensions, unit) VALUES (?, ?, ?, ?)';
      const id = known?.id ?? store.run(sql, ...key).lastId;
      store.afterCommit(() => ids.set(text, id));
      return id;
    },
  };
}

function minuteReader({ store, clock }: Ground): Pick<SeriesStore, 'minutes' | 'last'> {
  const between =
    'SELECT * FROM cloudwatch_minute WHERE series = ? AND minute >= ? AND minute < ? ORDER BY minute';
  const before =
    'SELECT * FROM cloudwatch_minute WHERE series = ? AND minute < ? ORDER BY minute DESC LIMIT 1';
  return {
    minutes: (series, from, to) => {
      const rows = store.all<MinuteRow>(between, series.id, from, to);
      if (series.gauge === 0) return rows;
      const standing = store.get<MinuteRow>(before, series.id, from);
      return heldMinutes(rows, standing, { from, to: Math.min(to, minuteOf(clock.now())) });
    },
    last: (series) => store.get<MinuteRow>(before, series, Number.MAX_SAFE_INTEGER),
  };
}

/** Every minute of a gauge, the unwritten ones with the value before them. */
function heldMinutes(
  rows: readonly MinuteRow[],
  standing: MinuteRow | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): readonly MinuteRow[] {
  const written = new Map(rows.map((row) => [row.minute, row]));
  const held: MinuteRow[] = [];
  let last = standing;
  for (let minute = from; minute < to; minute += 1) {
    last = written.get(minute) ?? last;
    if (last !== undefined) held.push({ ...last, minute });
  }
  return held;
}
