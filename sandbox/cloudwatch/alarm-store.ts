import type { Ground } from '../kernel/ground.ts';
import { arn } from '../kernel/place.ts';
import type { Place } from '../kernel/place.ts';
import type { AlarmState } from './alarm-evaluation.ts';
import { checkAlarm } from './alarm-spec.ts';
import type { AlarmSpec } from './alarm-spec.ts';

/** An alarm as it is stored. */
export interface AlarmRow {
  readonly name: string;
  readonly spec: string;
  readonly actions_enabled: number;
  readonly configured_at: number;
  readonly state: AlarmState;
  readonly reason: string;
  readonly reason_data: string | null;
  readonly updated_at: number;
  readonly transitioned_at: number;
}

/** What happened to an alarm. */
export interface HistoryItem {
  readonly alarm: string;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  readonly data: object;
}

/** A stored item of history. */
export interface HistoryRow extends Omit<HistoryItem, 'data'> {
  readonly at: number;
  readonly data: string;
}

/** The alarms and what happened to them. */
export interface AlarmStore {
  find(name: string): AlarmRow | undefined;
  list(): readonly AlarmRow[];
  /** Creates an alarm or replaces its configuration; the state is kept. */
  put(spec: AlarmSpec): void;
  setActions(name: string, enabled: boolean): void;
  setState(name: string, state: Pick<AlarmRow, 'state' | 'reason' | 'reason_data'>): void;
  remove(name: string): void;
  record(item: HistoryItem): void;
  history(name: string | undefined): readonly HistoryRow[];
  /** Forgets history before `at`. */
  trim(at: number): void;
}

/** `arn:aws:cloudwatch:…:alarm:<name>`. */
export function alarmArn(place: Place, name: string): string {
  return arn(place, 'cloudwatch', `alarm:${name}`);
}

/** What a stored alarm watches and does. */
export function alarmSpecOf(row: AlarmRow): AlarmSpec {
  // Written by put alone, from a parsed spec.
  return JSON.parse(row.spec) as AlarmSpec;
}

/** Alarms in the store. */
export function createAlarmStore({ store, clock }: Ground): AlarmStore {
  const find = (name: string): AlarmRow | undefined =>
    store.get<AlarmRow>('SELECT * FROM cloudwatch_alarm WHERE name = ?', name);
  const record = ({ alarm, type, summary, data }: HistoryItem): void => {
    const sql = 'INSERT INTO cloudwatch_history (alarm, at, type, summary, data) VALUES (?, ?, ?, ?, ?)';
    store.run(sql, alarm, clock.now(), type, summary, JSON.stringify({ version: '1.0', ...data }));
  };
  return {
    find,
    record,
    list: () => store.all<AlarmRow>('SELECT * FROM cloudwatch_alarm ORDER BY name'),
    put: (spec) => {
      checkAlarm(spec);
      const name = spec.AlarmName;
      const text = JSON.stringify(spec);
      const known = find(name);
      if (known?.spec === text) return;
      store.run(
        `INSERT INTO cloudwatch_alarm VALUES (?1, ?2, ?3, ?4, 'INSUFFICIENT_DATA', 'Unchecked: Initial alarm creation', NULL, ?4, ?4)
         ON CONFLICT (name) DO UPDATE SET spec = ?2, actions_enabled = ?3, configured_at = ?4`,
        ...[name, text, (spec.ActionsEnabled ?? true) ? 1 : 0, clock.now()],
      );
      const verb = known === undefined ? 'created' : 'updated';
      record({
        alarm: name,
        type: 'ConfigurationUpdate',
        summary: `Alarm "${name}" ${verb}`,
        data: { type: verb },
      });
    },
    setActions: (name, enabled) => {
      store.run('UPDATE cloudwatch_alarm SET actions_enabled = ? WHERE name = ?', enabled ? 1 : 0, name);
    },
    setState: (name, { state, reason, reason_data }) => {
      store.run(
        `UPDATE cloudwatch_alarm SET transitioned_at = iif(state = ?2, transitioned_at, ?5),
           state = ?2, reason = ?3, reason_data = ?4, updated_at = ?5 WHERE name = ?1`,
        ...[name, state, reason, reason_data, clock.now()],
      );
    },
    remove: (name) => {
      store.run('DELETE FROM cloudwatch_alarm WHERE name = ?', name);
      store.run('DELETE FROM cloudwatch_history WHERE alarm = ?', name);
    },
    history: (name) =>
      store.all<HistoryRow>(
        'SELECT * FROM cloudwatch_history WHERE ?1 IS NULL OR alarm = ?1 ORDER BY id DESC',
        name ?? null,
      ),
    trim: (at) => {
      store.run('DELETE FROM cloudwatch_history WHERE at < ?', at);
    },
  };
}
