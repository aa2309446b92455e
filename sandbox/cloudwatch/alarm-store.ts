import type { Ground } from '../kernel/ground.ts';
import { parsedOnce } from '../kernel/parsed-once.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { AlarmState } from './alarm-evaluation.ts';
import type { AlarmSpec } from './alarm-spec.ts';

/** An alarm and where it stands. Instants are epoch ms. */
export interface Alarm {
  readonly name: string;
  readonly spec: AlarmSpec;
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | null;
  readonly configuredAt: number;
  readonly updatedAt: number;
}

/** `arn:aws:cloudwatch:…:alarm:<name>`. */
export function alarmArn(place: Place, name: string): string {
  return arn(place, 'cloudwatch', `alarm:${name}`);
}

// Written by put alone, from a parsed spec.
const parseSpec = parsedOnce((text) => JSON.parse(text) as AlarmSpec);

/** The alarms. Changes only inside a write. */
export class AlarmStore {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** In order of their names. */
  list(): readonly Alarm[] {
    const sql = 'SELECT * FROM cloudwatch_alarm ORDER BY name';
    const rows = this.#ground.store.all<Omit<Alarm, 'spec'> & { readonly spec: string }>(sql);
    return rows.map((row) => ({ ...row, spec: parseSpec(row.spec) }));
  }

  /** Creates an alarm or replaces its configuration; the state is kept. */
  put(spec: AlarmSpec): void {
    this.#ground.store.run(
      `INSERT INTO cloudwatch_alarm VALUES (?1, ?2, 'INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation', NULL, ?3, ?3)
       ON CONFLICT (name) DO UPDATE SET spec = ?2, configuredAt = ?3 WHERE spec <> ?2`,
      spec.AlarmName,
      JSON.stringify(spec),
      this.#ground.clock.now(),
    );
  }

  setState({ name, state, reason, reasonData, updatedAt }: Alarm): void {
    const sql =
      'UPDATE cloudwatch_alarm SET state = ?, reason = ?, reasonData = ?, updatedAt = ? WHERE name = ?';
    this.#ground.store.run(sql, state, reason, reasonData, updatedAt, name);
  }

  remove(name: string): void {
    this.#ground.store.run('DELETE FROM cloudwatch_alarm WHERE name = ?', name);
  }
}
