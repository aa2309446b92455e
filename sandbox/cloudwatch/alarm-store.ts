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

/** The alarms. Changes only inside a write. */
export interface AlarmStore {
  list(): readonly Alarm[];
  /** Creates an alarm or replaces its configuration; the state is kept. */
  put(spec: AlarmSpec): void;
  setState(alarm: Alarm): void;
  remove(name: string): void;
}

/** `arn:aws:cloudwatch:…:alarm:<name>`. */
export function alarmArn(place: Place, name: string): string {
  return arn(place, 'cloudwatch', `alarm:${name}`);
}

/** Alarms in the store. */
export function createAlarmStore({ store, clock }: Ground): AlarmStore {
  return {
    list: () =>
      store
        .all<Omit<Alarm, 'spec'> & { readonly spec: string }>('SELECT * FROM cloudwatch_alarm ORDER BY name')
        .map((row) => ({ ...row, spec: parseSpec(row.spec) })),
    put: (spec) => {
      store.run(
        `INSERT INTO cloudwatch_alarm VALUES (?1, ?2, 'INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation', NULL, ?3, ?3)
         ON CONFLICT (name) DO UPDATE SET spec = ?2, configuredAt = ?3 WHERE spec <> ?2`,
        spec.AlarmName,
        JSON.stringify(spec),
        clock.now(),
      );
    },
    setState: ({ name, state, reason, reasonData, updatedAt }) => {
      const sql =
        'UPDATE cloudwatch_alarm SET state = ?, reason = ?, reasonData = ?, updatedAt = ? WHERE name = ?';
      store.run(sql, state, reason, reasonData, updatedAt, name);
    },
    remove: (name) => {
      store.run('DELETE FROM cloudwatch_alarm WHERE name = ?', name);
    },
  };
}

// Written by put alone, from a parsed spec.
const parseSpec = parsedOnce((text) => JSON.parse(text) as AlarmSpec);
