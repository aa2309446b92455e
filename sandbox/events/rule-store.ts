import { AwsError } from '../kernel/errors.ts';
import type { Ground } from '../kernel/ground.ts';
import { defaultBus } from './bus-store.ts';
import { compilePattern } from '../kernel/event-language/pattern.ts';
import type { RuleKey } from './rule-key.ts';
import { parseSchedule } from './schedule.ts';
import { createTargetStore } from './target-store.ts';
import type { TargetStore } from './target-store.ts';

/** Whether a rule fires. */
export type RuleState = 'ENABLED' | 'DISABLED';

/** A rule as it is stored. */
export interface RuleRow extends RuleKey {
  readonly description: string | null;
  readonly pattern: string | null;
  readonly schedule: string | null;
  readonly state: RuleState;
  readonly role_arn: string | null;
  /** When a schedule fires next, epoch ms. */
  readonly due_at: number | null;
}

/** A rule as it is put. */
export interface RuleSpec extends RuleKey {
  readonly description?: string | undefined;
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly state?: RuleState | undefined;
  readonly roleArn?: string | undefined;
}

/** Rules and their targets. */
export interface RuleStore {
  readonly targets: TargetStore;
  /** Creates or replaces a rule; a schedule that did not change keeps its next due time. */
  put(rule: RuleSpec): void;
  get(key: RuleKey): RuleRow;
  list(bus: string, prefix: string): readonly RuleRow[];
  setState(key: RuleKey, state: RuleState): void;
  /** Refused while the rule has targets. */
  remove(key: RuleKey): void;
  /** Enabled rules of a bus that have a pattern. */
  matchable(bus: string): readonly RuleRow[];
}

/** Rules in the store; `onSchedule` runs after the commit of a change that may move the next due time. */
export function createRuleStore(ground: Ground, onSchedule: () => void): RuleStore {
  const { store, clock } = ground;
  const targets = createTargetStore(ground);
  const find = ({ bus, name }: RuleKey): RuleRow | undefined =>
    store.get<RuleRow>('SELECT * FROM events_rule WHERE bus = ? AND name = ?', bus, name);
  const get = (key: RuleKey): RuleRow => find(key) ?? refuse('ResourceNotFoundException', unknownRule(key));
  const dueAt = (schedule: string | undefined | null, state: RuleState): number | null =>
    typeof schedule !== 'string' || state === 'DISABLED'
      ? null
      : (parseSchedule(schedule).next(clock.now()) ?? null);

  return {
    targets,
    get,
    put: (rule) => {
      checkRule(rule);
      const { bus, name, description = null, pattern = null, schedule = null, roleArn = null } = rule;
      const state = rule.state ?? 'ENABLED';
      const known = find(rule);
      const due =
        known?.schedule === schedule && known.state === state ? known.due_at : dueAt(schedule, state);
      const sql = 'INSERT OR REPLACE INTO events_rule VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
      store.run(sql, bus, name, description, pattern, schedule, state, roleArn, due);
      store.afterCommit(onSchedule);
    },
    list: (bus, prefix) =>
      store
        .all<RuleRow>('SELECT * FROM events_rule WHERE bus = ? ORDER BY name', bus)
        .filter((rule) => rule.name.startsWith(prefix)),
    setState: (key, state) => {
      const rule = get(key);
      if (rule.state === state) return;
      const sql = 'UPDATE events_rule SET state = ?, due_at = ? WHERE bus = ? AND name = ?';
      store.run(sql, state, dueAt(rule.schedule, state), key.bus, key.name);
      store.afterCommit(onSchedule);
    },
    remove: (key) => {
      if (targets.list(key).length > 0)
        refuse('ValidationException', "Rule can't be deleted since it has targets.");
      store.run('DELETE FROM events_rule WHERE bus = ? AND name = ?', key.bus, key.name);
    },
    matchable: (bus) =>
      store.all<RuleRow>(
        `SELECT * FROM events_rule WHERE bus = ? AND pattern IS NOT NULL AND state = 'ENABLED' ORDER BY name`,
        bus,
      ),
  };
}

function checkRule({ bus, pattern, schedule }: RuleSpec): void {
  if (pattern === undefined && schedule === undefined) {
    refuse('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (pattern !== undefined) compilePattern(pattern);
  if (schedule === undefined) return;
  parseSchedule(schedule);
  if (bus !== defaultBus) {
    refuse('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
  }
}

function unknownRule({ bus, name }: RuleKey): string {
  return `Rule ${name} does not exist on EventBus ${bus}.`;
}

function refuse(code: string, message: string): never {
  throw new AwsError(code, message);
}
