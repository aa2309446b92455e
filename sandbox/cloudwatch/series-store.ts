import type { Ground } from '../kernel/ground.ts';
import type { MetricDatum } from '../kernel/metric-sink.ts';

/** What names a series. */
export type SeriesKey = Pick<MetricDatum, 'namespace' | 'name' | 'dimensions'>;

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

/** Minutes since the epoch. */
export function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000);
}

/** The dimensions of a stored series. */
export function dimensionsOf(row: SeriesRow): Readonly<Record<string, string>> {
  // Written by dimensionsText alone.
  return Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]);
}

/** Series and their minutes. Changes only inside a write. */
export class SeriesStore {
  readonly #ground: Ground;
  /** Ids never change once committed, so they are remembered after the commit only. */
  readonly #ids = new Map<string, number>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Adds one value to the minute of its time; `gauge` marks a series whose value stands until the next one. */
  add(datum: MetricDatum, gauge = false): void {
    const { value, at = this.#ground.clock.now() } = datum;
    const id = this.#idOf(datum, datum.unit ?? 'None');
    this.#ground.store.run(
      `INSERT INTO cloudwatch_minute VALUES (?1, ?2, ?3, 1, ?3, ?3) ON CONFLICT (series, minute) DO UPDATE SET
         sum = sum + excluded.sum, count = count + 1, min = min(min, excluded.min), max = max(max, excluded.max)`,
      id,
      minuteOf(at),
      value,
    );
    if (gauge)
      this.#ground.store.run('UPDATE cloudwatch_series SET gauge = 1 WHERE id = ? AND gauge = 0', id);
  }

  /** Its value stands no longer. */
  endGauge({ id }: SeriesRow): void {
    this.#ground.store.run('UPDATE cloudwatch_series SET gauge = 0 WHERE id = ?', id);
  }

  gauges(): readonly SeriesRow[] {
    return this.#ground.store.all<SeriesRow>('SELECT * FROM cloudwatch_series WHERE gauge = 1');
  }

  /** One series per unit. */
  find({ namespace, name, dimensions }: SeriesKey, unit?: string): readonly SeriesRow[] {
    return this.#ground.store
      .all<SeriesRow>(
        'SELECT * FROM cloudwatch_series WHERE namespace = ? AND name = ? AND dimensions = ?',
        namespace,
        name,
        dimensionsText(dimensions),
      )
      .filter((row) => unit === undefined || row.unit === unit);
  }

  list(): readonly SeriesRow[] {
    return this.#ground.store.all<SeriesRow>(
      'SELECT * FROM cloudwatch_series ORDER BY namespace, name, dimensions',
    );
  }

  /** Minutes in [from, to); the values of a gauge stand until they change. */
  minutes(series: SeriesRow, from: number, to: number): readonly MinuteRow[] {
    const rows = this.#ground.store.all<MinuteRow>(
      'SELECT * FROM cloudwatch_minute WHERE series = ? AND minute >= ? AND minute < ? ORDER BY minute',
      series.id,
      from,
      to,
    );
    if (series.gauge === 0) return rows;
    const written = new Map(rows.map((row) => [row.minute, row]));
    const held: MinuteRow[] = [];
    let standing = this.last(series, from);
    for (let minute = from; minute < Math.min(to, minuteOf(this.#ground.clock.now())); minute += 1) {
      standing = written.get(minute) ?? standing;
      if (standing !== undefined) held.push({ ...standing, minute });
    }
    return held;
  }

  /** The newest minute before `before`. */
  last(series: SeriesRow, before = Number.MAX_SAFE_INTEGER): MinuteRow | undefined {
    return this.#ground.store.get<MinuteRow>(
      'SELECT * FROM cloudwatch_minute WHERE series = ? AND minute < ? ORDER BY minute DESC LIMIT 1',
      series.id,
      before,
    );
  }

  /** Forgets minutes before `minute` and series that have none left. */
  trim(minute: number): void {
    // The newest value of a gauge stands, however old it is.
    this.#ground.store.run(
      `DELETE FROM cloudwatch_minute AS old WHERE series IN (SELECT id FROM cloudwatch_series) AND minute < ?
       AND (minute < (SELECT max(minute) FROM cloudwatch_minute WHERE series = old.series)
            OR NOT (SELECT gauge FROM cloudwatch_series WHERE id = old.series))`,
      minute,
    );
    this.#ground.store.run(
      `DELETE FROM cloudwatch_series
       WHERE NOT EXISTS (SELECT 1 FROM cloudwatch_minute WHERE series = cloudwatch_series.id)`,
    );
    this.#ids.clear();
  }

  #idOf({ namespace, name, dimensions }: SeriesKey, unit: string): number {
    const { store } = this.#ground;
    const key = [namespace, name, dimensionsText(dimensions), unit];
    const text = JSON.stringify(key);
    const remembered = this.#ids.get(text);
    if (remembered !== undefined) return remembered;
    const known = store.get<{ id: number }>(
      'SELECT id FROM cloudwatch_series WHERE namespace = ? AND name = ? AND dimensions = ? AND unit = ?',
      ...key,
    );
    const sql = 'INSERT INTO cloudwatch_series (namespace, name, dimensions, unit) VALUES (?, ?, ?, ?)';
    const id = known?.id ?? store.run(sql, ...key).lastId;
    store.afterCommit(() => this.#ids.set(text, id));
    return id;
  }
}

/** Dimensions in an order that does not depend on how they came. */
function dimensionsText(dimensions: SeriesKey['dimensions']): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)));
}
